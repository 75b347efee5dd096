import type { ImagePurpose } from '@dailyfeed/contract/image';
import type { Transaction } from '@dailyfeed/service-kit/postgres';

import type { ImageRow } from './images.ts';

/** Whose images, and which. */
export type Doomed =
  | { memberId: string; ids: string[] }
  | { memberId: string }
  | { postId: string };

/** From here on they are served to nobody; their bytes are still there. Gives their ids. */
export async function markRemoved(tx: Transaction, doomed: Doomed): Promise<string[]> {
  const [condition, values] =
    'postId' in doomed
      ? [`owner_id = $1 AND purpose = 'post'`, [doomed.postId]]
      : 'ids' in doomed
        ? ['member_id = $1 AND id = ANY($2)', [doomed.memberId, doomed.ids]]
        : ['member_id = $1', [doomed.memberId]];
  const { rows } = await tx.query<{ id: string }>(
    `UPDATE images SET state = 'removed' WHERE ${condition} RETURNING id`,
    values,
  );
  return rows.map((row) => row.id);
}

/** Removes one that nobody has, or only its claim: false when somebody has taken it meanwhile. */
export async function markUnneeded(
  tx: Transaction,
  args: { id: string; touchedBefore: Date },
): Promise<boolean> {
  const { rowCount } = await tx.query(
    `UPDATE images SET state = 'removed' WHERE id = $1 AND confirmed_at IS NULL AND touched_at < $2`,
    [args.id, args.touchedBefore],
  );
  return rowCount === 1;
}

/** Once their bytes are gone. */
export async function deleteRows(tx: Transaction, ids: string[]): Promise<void> {
  await tx.query(`DELETE FROM images WHERE id = ANY($1) AND state = 'removed'`, [ids]);
}

export async function findRemovedIds(tx: Transaction, limit: number): Promise<string[]> {
  const { rows } = await tx.query<{ id: string }>(
    `SELECT id FROM images WHERE state = 'removed' ORDER BY id LIMIT $1`,
    [limit],
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
