import type { ImagePurpose, ImageVariant } from '@dailyfeed/contract/image';
import type { Transaction } from '@dailyfeed/service-kit/postgres';

import { askingPurge } from './purging.ts';

export const imageFormats = ['webp', 'avif'] as const;
export type ImageFormat = (typeof imageFormats)[number];
/** One object: where it is, and what it is known by. */
export type VariantFile = { key: string; bytes: number; etag: string };
export type Variants = Partial<Record<ImageVariant, Partial<Record<ImageFormat, VariantFile>>>>;

export type ImageRow = {
  id: string;
  memberId: string;
  purpose: ImagePurpose;
  state: 'storing' | 'ready' | 'removed';
  ownerId: string | null;
  confirmedAt: Date | null;
  hiddenAt: Date | null;
  format: string;
  width: number;
  height: number;
  frameCount: number;
  blurhash: string;
  originalBytes: number;
  variants: Variants;
  refinedAt: Date | null;
  createdAt: Date;
};
export type NewImage = Omit<
  ImageRow,
  'state' | 'ownerId' | 'confirmedAt' | 'hiddenAt' | 'variants' | 'refinedAt'
>;

/** Any number, as long as nothing else in the database locks by it. */
const memberLock = 1_768_776_551;
const columns = `id, member_id AS "memberId", purpose, state, owner_id AS "ownerId", confirmed_at AS "confirmedAt",
  hidden_at AS "hiddenAt", format, width, height, frame_count AS "frameCount", blurhash,
  original_bytes AS "originalBytes", variants, refined_at AS "refinedAt", created_at AS "createdAt"`;

/** Makes what a member has this transaction's alone, to its end. */
export async function lockMemberImages(tx: Transaction, memberId: string): Promise<void> {
  await tx.query('SELECT pg_advisory_xact_lock($1, hashtext($2))', [memberLock, memberId]);
}

/** What a member has uploaded and not removed. */
export async function sumBytes(tx: Transaction, memberId: string): Promise<number> {
  const { rows } = await tx.query<{ bytes: string }>(
    `SELECT coalesce(sum(original_bytes), 0) AS bytes FROM images WHERE member_id = $1 AND state <> 'removed'`,
    [memberId],
  );
  return Number(rows[0]?.bytes ?? 0);
}

export async function insertImage(tx: Transaction, image: NewImage): Promise<void> {
  await tx.query(
    `INSERT INTO images (id, member_id, purpose, state, format, width, height, frame_count, blurhash, original_bytes,
       created_at, touched_at)
     VALUES ($1, $2, $3, 'storing', $4, $5, $6, $7, $8, $9, $10, $10)`,
    [
      image.id,
      image.memberId,
      image.purpose,
      image.format,
      image.width,
      image.height,
      image.frameCount,
      image.blurhash,
      image.originalBytes,
      image.createdAt,
    ],
  );
}

/** Says that all objects are there; false when the image was removed meanwhile. */
export async function finishImage(
  tx: Transaction,
  image: { id: string; variants: Variants; variantBytes: number },
): Promise<boolean> {
  const { rowCount } = await tx.query(
    `UPDATE images SET state = 'ready', variants = $2, variant_bytes = $3 WHERE id = $1 AND state = 'storing'`,
    [image.id, JSON.stringify(image.variants), image.variantBytes],
  );
  return rowCount === 1;
}

/** In whatever state. */
export async function findImage(tx: Transaction, id: string): Promise<ImageRow | undefined> {
  const { rows } = await tx.query<ImageRow>(`SELECT ${columns} FROM images WHERE id = $1`, [id]);
  return rows[0];
}

/** Those of `ids` that are the member's and whole, in any order; their rows are locked in a transaction. */
export async function lockOwnImages(
  tx: Transaction,
  args: { memberId: string; ids: string[] },
): Promise<ImageRow[]> {
  const { rows } = await tx.query<ImageRow>(
    `SELECT ${columns} FROM images WHERE id = ANY($1) AND member_id = $2 AND state = 'ready' ORDER BY id FOR UPDATE`,
    [args.ids, args.memberId],
  );
  return rows;
}

export async function findOwnImages(
  tx: Transaction,
  args: { memberId: string; ids: string[] },
): Promise<ImageRow[]> {
  const { rows } = await tx.query<ImageRow>(
    `SELECT ${columns} FROM images WHERE id = ANY($1) AND member_id = $2 AND state = 'ready'`,
    [args.ids, args.memberId],
  );
  return rows;
}

/** Gives images to an owner who has yet to say that it has them. */
export async function claimRows(
  tx: Transaction,
  args: { ids: string[]; ownerId: string; at: Date },
): Promise<void> {
  await tx.query(
    `UPDATE images SET owner_id = $2, confirmed_at = NULL, hidden_at = NULL, hidden_version = 0, touched_at = $3
     WHERE id = ANY($1)`,
    [args.ids, args.ownerId, args.at],
  );
}

/** Takes back what an owner has claimed and not said to have; gives which. */
export async function releaseRows(
  tx: Transaction,
  args: { ids: string[]; memberId: string; ownerId: string; purgeAskedAt: Date | null },
): Promise<string[]> {
  const { rows } = await tx.query<{ id: string }>(
    `UPDATE images SET owner_id = NULL, hidden_at = NULL, hidden_version = 0, ${askingPurge('$4')}
     WHERE id = ANY($1) AND member_id = $2 AND owner_id = $3 AND confirmed_at IS NULL AND state = 'ready'
     RETURNING id`,
    [args.ids, args.memberId, args.ownerId, args.purgeAskedAt],
  );
  return rows.map((row) => row.id);
}

/** The owner has said that it has them: its word counts, whoever else had claimed them. */
export async function confirmRows(
  tx: Transaction,
  args: { ids: string[]; memberId: string; purpose: ImagePurpose; ownerId: string; at: Date },
): Promise<void> {
  await tx.query(
    `UPDATE images SET owner_id = $4, confirmed_at = $5, touched_at = $5,
       hidden_at = CASE WHEN owner_id = $4 THEN hidden_at END,
       hidden_version = CASE WHEN owner_id = $4 THEN hidden_version ELSE 0 END
     WHERE id = ANY($1) AND member_id = $2 AND purpose = $3 AND state = 'ready'`,
    [args.ids, args.memberId, args.purpose, args.ownerId, args.at],
  );
}

/** Somebody needs them still, and cannot say it by itself. */
export async function touchRows(tx: Transaction, args: { ids: string[]; at: Date }): Promise<void> {
  await tx.query(`UPDATE images SET touched_at = $2 WHERE id = ANY($1)`, [args.ids, args.at]);
}
