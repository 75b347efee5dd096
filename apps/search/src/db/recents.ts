import { type Database, inTransaction, type Transaction } from '@dailyfeed/service-kit/postgres';

import { isKept } from './erased.ts';

export type RecentRow = { query: string; searchedAt: Date };

/** Latest first. */
export async function findRecents(tx: Transaction, memberId: string): Promise<RecentRow[]> {
  const { rows } = await tx.query<RecentRow>(
    `SELECT query, searched_at AS "searchedAt" FROM recent_searches WHERE member_id = $1
     ORDER BY searched_at DESC, query_key`,
    [memberId],
  );
  return rows;
}

/** Puts a query first among a member's, and forgets those beyond the first `max`; nothing of who is gone for good. */
export async function putRecent(
  db: Database,
  args: { memberId: string; queryKey: string; query: string; at: Date; max: number },
): Promise<void> {
  const { memberId } = args;
  await inTransaction(db, async (tx) => {
    if (!(await isKept(tx, memberId))) return;
    await tx.query(
      `INSERT INTO recent_searches (member_id, query_key, query, searched_at) VALUES ($1, $2, $3, $4)
       ON CONFLICT (member_id, query_key) DO UPDATE SET query = excluded.query, searched_at = excluded.searched_at`,
      [memberId, args.queryKey, args.query, args.at],
    );
    await tx.query(
      `DELETE FROM recent_searches WHERE member_id = $1 AND query_key IN (
         SELECT query_key FROM recent_searches WHERE member_id = $1
         ORDER BY searched_at DESC, query_key OFFSET $2
       )`,
      [memberId, args.max],
    );
  });
}

/** One of a member's, or all of them; none is no error. */
export async function deleteRecents(
  tx: Transaction,
  args: { memberId: string; queryKey?: string },
): Promise<void> {
  await tx.query(
    'DELETE FROM recent_searches WHERE member_id = $1 AND query_key = coalesce($2, query_key)',
    [args.memberId, args.queryKey ?? null],
  );
}
