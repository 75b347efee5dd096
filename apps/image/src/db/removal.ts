import type { ImagePurpose } from '@dailyfeed/contract/image';
import type { Transaction } from '@dailyfeed/service-kit/postgres';

import type { ImageRow } from './images.ts';
import { askingPurge } from './purging.ts';

/** Whose images, and which. */
export type Doomed =
  | { memberId: string; ids: string[] }
  | { memberId: string }
  | { postId: string };

/** From here on they are served to nobody; their bytes are still there. Gives the ids of those it has marked. */
export async function markRemoved(
  tx: Transaction,
  args: { doomed: Doomed; purgeAskedAt: Date | null; limit: number },
): Promise<string[]> {
  const { doomed, purgeAskedAt, limit } = args;
  const [condition, values] =
    'postId' in doomed
      ? [`owner_id = $3 AND purpose = 'post'`, [doomed.postId]]
      : 'ids' in doomed
        ? ['member_id = $3 AND id = ANY($4)', [doomed.memberId, doomed.ids]]
        : ['member_id = $3', [doomed.memberId]];
  const { rows } = await tx.query<{ id: string }>(
    `UPDATE images SET state = 'removed', ${askingPurge('$1')} WHERE id IN (
       SELECT id FROM images WHERE state <> 'removed' AND ${condition} LIMIT $2)
     RETURNING id`,
    [purgeAskedAt, limit, ...values],
  );
  return rows.map((row) => row.id);
}

/** Removes one that nobody has, or only its claim: false when somebody has taken it meanwhile. */
export async function markUnneeded(
  tx: Transaction,
  args: { id: string; touchedBefore: Date; purgeAskedAt: Date | null },
): Promise<boolean> {
  const { rowCount } = await tx.query(
    `UPDATE images SET state = 'removed', ${askingPurge('$3')}
     WHERE id = $1 AND confirmed_at IS NULL AND touched_at < $2`,
    [args.id, args.touchedBefore, args.purgeAskedAt],
  );
  return rowCount === 1;
}

/** Its bytes are gone. */
export async function markErased(tx: Transaction, args: { id: string; at: Date }): Promise<void> {
  await tx.query(`UPDATE images SET erased_at = $2 WHERE id = $1 AND state = 'removed'`, [
    args.id,
    args.at,
  ]);
}

/** Those of which nothing is left anywhere. */
export async function deleteErased(tx: Transaction): Promise<void> {
  await tx.query('DELETE FROM images WHERE erased_at IS NOT NULL AND purge_asked_at IS NULL');
}

/** Removed ones whose bytes may be there, by id, after one of them. */
export async function findUnerasedIds(
  tx: Transaction,
  args: { after: string | undefined; limit: number },
): Promise<string[]> {
  const { rows } = await tx.query<{ id: string }>(
    `SELECT id FROM images WHERE state = 'removed' AND erased_at IS NULL AND ($1::uuid IS NULL OR id > $1)
     ORDER BY id LIMIT $2`,
    [args.after ?? null, args.limit],
  );
  return rows.map((row) => row.id);
}

export type Unconfirmed = {
  id: string;
  memberId: string;
  purpose: ImagePurpose;
  state: ImageRow['state'];
};

/** Images that nobody has said to have, since before a moment; the longest untouched first. */
export async function findUnconfirmed(
  tx: Transaction,
  args: { purpose: ImagePurpose; touchedBefore: Date; limit: number },
): Promise<Unconfirmed[]> {
  const { rows } = await tx.query<Unconfirmed>(
    `SELECT id, member_id AS "memberId", purpose, state FROM images
     WHERE confirmed_at IS NULL AND touched_at < $2 AND purpose = $1 AND state <> 'removed'
     ORDER BY touched_at LIMIT $3`,
    [args.purpose, args.touchedBefore, args.limit],
  );
  return rows;
}
