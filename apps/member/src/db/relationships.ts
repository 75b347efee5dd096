import type { Transaction } from './client.ts';

/** A reader, and another member as they stand to them. */
export type Pair = { readerId: string; memberId: string };
export type PairRow = Pair & { following: boolean; blocked: boolean; muted: boolean };

/**
 * For each pair, in the order given: whether the reader follows the member, has muted them at `now`, and whether one of
 * the two has blocked the other.
 */
export async function listPairs(
  tx: Transaction,
  pairs: readonly Pair[],
  now: Date,
): Promise<PairRow[]> {
  const readerIds = pairs.map((pair) => pair.readerId);
  const memberIds = pairs.map((pair) => pair.memberId);
  return tx.$queryRaw<PairRow[]>`
    SELECT pair.reader_id AS "readerId", pair.member_id AS "memberId",
      EXISTS (
        SELECT FROM follows WHERE follower_id = pair.reader_id AND following_id = pair.member_id
      ) AS following,
      EXISTS (
        SELECT FROM blocks WHERE blocker_id = pair.reader_id AND blocked_id = pair.member_id
      ) OR EXISTS (
        SELECT FROM blocks WHERE blocker_id = pair.member_id AND blocked_id = pair.reader_id
      ) AS blocked,
      EXISTS (
        SELECT FROM mutes WHERE muter_id = pair.reader_id AND muted_id = pair.member_id
          AND (until IS NULL OR until > ${now.toISOString()}::timestamptz)
      ) AS muted
    FROM unnest(${readerIds}::uuid[], ${memberIds}::uuid[])
      WITH ORDINALITY AS pair (reader_id, member_id, place)
    ORDER BY pair.place`;
}
