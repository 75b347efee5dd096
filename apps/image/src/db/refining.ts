import type { Transaction } from '@dailyfeed/service-kit/postgres';

import type { Variants } from './images.ts';

export type Unrefined = { id: string; frameCount: number; failures: number };

/** Images without their smaller format whose time has come, the oldest first. */
export async function findUnrefined(
  tx: Transaction,
  args: { at: Date; limit: number },
): Promise<Unrefined[]> {
  const { rows } = await tx.query<Unrefined>(
    `SELECT id, frame_count AS "frameCount", refine_failures AS failures FROM images
     WHERE refined_at IS NULL AND state = 'ready' AND (refine_after IS NULL OR refine_after <= $1)
     ORDER BY created_at LIMIT $2`,
    [args.at, args.limit],
  );
  return rows;
}

/** The machine failed at it: again later. */
export async function postponeRefining(
  tx: Transaction,
  args: { id: string; until: Date },
): Promise<void> {
  await tx.query(
    `UPDATE images SET refine_failures = refine_failures + 1, refine_after = $2 WHERE id = $1`,
    [args.id, args.until],
  );
}

/** Adds what was made to the variants there are; false when the image is gone. */
export async function finishRefining(
  tx: Transaction,
  args: { id: string; at: Date; more: Variants; bytes: number },
): Promise<boolean> {
  const { rowCount } = await tx.query(
    `UPDATE images SET refined_at = $2, variant_bytes = variant_bytes + $4,
       variants = (SELECT coalesce(jsonb_object_agg(key, value || coalesce($3::jsonb -> key, '{}')), '{}')
                   FROM jsonb_each(variants))
     WHERE id = $1 AND state = 'ready'`,
    [args.id, args.at, JSON.stringify(args.more), args.bytes],
  );
  return rowCount === 1;
}

export type Stored = { purpose: string; count: number; original: number; variants: number };

/** What there is, by purpose. */
export async function sumStored(tx: Transaction): Promise<Stored[]> {
  const { rows } = await tx.query<Stored>(
    `SELECT purpose, count(*)::int AS count, sum(original_bytes)::float8 AS original,
       sum(variant_bytes)::float8 AS variants
     FROM images WHERE state = 'ready' GROUP BY purpose`,
  );
  return rows;
}
