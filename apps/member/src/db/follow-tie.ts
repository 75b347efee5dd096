import type { Transaction } from './client.ts';

/** Everything that decides whether one member may begin to follow another. */
export type FollowTie = {
  isFollowing: boolean;
  isRequested: boolean;
  /** One of the two has blocked the other. */
  isBlocked: boolean;
  /** How many answers the follower waits for. */
  requestCount: number;
};

/** Asked at once: the rows of both are locked meanwhile, and others wait. */
export async function getFollowTie(
  tx: Transaction,
  pair: { followerId: string; followingId: string },
): Promise<FollowTie> {
  const { followerId, followingId } = pair;
  const [tie] = await tx.$queryRaw<FollowTie[]>`
    SELECT
      EXISTS (SELECT FROM follows
        WHERE follower_id = ${followerId}::uuid AND following_id = ${followingId}::uuid) AS "isFollowing",
      EXISTS (SELECT FROM follow_requests
        WHERE requester_id = ${followerId}::uuid AND target_id = ${followingId}::uuid) AS "isRequested",
      EXISTS (SELECT FROM blocks
        WHERE (blocker_id = ${followerId}::uuid AND blocked_id = ${followingId}::uuid)
          OR (blocker_id = ${followingId}::uuid AND blocked_id = ${followerId}::uuid)) AS "isBlocked",
      (SELECT count(*)::int FROM follow_requests
        WHERE requester_id = ${followerId}::uuid) AS "requestCount"`;
  if (!tie) throw new Error('A SELECT of values gave no row');
  return tie;
}

/** Ends a follow and withdraws a request, whichever there is; gives how many of each there were: 1 or 0. */
export async function removeFollowTie(
  tx: Transaction,
  pair: { followerId: string; followingId: string },
): Promise<{ follows: number; requests: number }> {
  const { followerId, followingId } = pair;
  const [removed] = await tx.$queryRaw<{ follows: number; requests: number }[]>`
    WITH withdrawn AS (
      DELETE FROM follow_requests
      WHERE requester_id = ${followerId}::uuid AND target_id = ${followingId}::uuid
      RETURNING 1),
    ended AS (
      DELETE FROM follows
      WHERE follower_id = ${followerId}::uuid AND following_id = ${followingId}::uuid
      RETURNING 1)
    SELECT
      (SELECT count(*)::int FROM ended) AS follows,
      (SELECT count(*)::int FROM withdrawn) AS requests`;
  if (!removed) throw new Error('A SELECT of values gave no row');
  return removed;
}
