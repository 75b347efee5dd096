import type { Transaction } from '@dailyfeed/service-kit/postgres';

/**
 * Asks for a purge in an UPDATE of `images`: the earliest time stands, so that it tells how long it has been due, and it
 * is tried at once. `time` is the number of the parameter; its value is null where there is no CDN.
 */
export const askingPurge = (time: `$${number}`): string =>
  `purge_asked_at = coalesce(purge_asked_at, ${time}), purge_tried_at = NULL`;

/** Asks for what may have been served to everybody of a member, `limit` at a time after an id; gives the last one. */
export async function askPurgeOfMember(
  tx: Transaction,
  args: { memberId: string; at: Date; after: string; limit: number },
): Promise<string | undefined> {
  const { memberId, at, after, limit } = args;
  const { rows } = await tx.query<{ last: string | null }>(
    `WITH asked AS (
       UPDATE images SET ${askingPurge('$2')} WHERE id IN (
         SELECT id FROM images
         WHERE member_id = $1 AND id > $3 AND state = 'ready' AND owner_id IS NOT NULL ORDER BY id LIMIT $4)
       RETURNING id)
     SELECT max(id::text) AS last FROM asked`,
    [memberId, at, after, limit],
  );
  return rows[0]?.last ?? undefined;
}

/** Takes the purges that were not tried since a moment, the longest untried first, as tried. */
export async function takeDuePurges(
  tx: Transaction,
  args: { triedBefore: Date; at: Date; limit: number },
): Promise<string[]> {
  const { rows } = await tx.query<{ id: string }>(
    `UPDATE images SET purge_tried_at = $2 WHERE id IN (
       SELECT id FROM images
       WHERE purge_asked_at IS NOT NULL AND (purge_tried_at IS NULL OR purge_tried_at < $1)
       ORDER BY coalesce(purge_tried_at, purge_asked_at) LIMIT $3)
     RETURNING id`,
    [args.triedBefore, args.at, args.limit],
  );
  return rows.map((row) => row.id);
}

/** What was asked for again since it was taken stays due. */
export async function finishPurge(tx: Transaction, id: string): Promise<void> {
  await tx.query(
    `UPDATE images SET purge_asked_at = NULL, purge_tried_at = NULL WHERE id = $1 AND purge_tried_at IS NOT NULL`,
    [id],
  );
}

export type DuePurges = { count: number; oldestAskedAt: Date | null };

export async function sumDuePurges(tx: Transaction): Promise<DuePurges> {
  const { rows } = await tx.query<DuePurges>(
    `SELECT count(*)::int AS count, min(purge_asked_at) AS "oldestAskedAt"
     FROM images WHERE purge_asked_at IS NOT NULL`,
  );
  return rows[0] ?? { count: 0, oldestAskedAt: null };
}
