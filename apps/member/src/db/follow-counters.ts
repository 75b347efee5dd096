import type { Transaction } from './client.ts';

/** Adds `step` to the counters of both ends of a follow. */
export async function countFollow(
  tx: Transaction,
  follow: { followerId: string; followingId: string },
  step: 1 | -1,
): Promise<void> {
  const { followerId, followingId } = follow;
  await tx.$executeRaw`
    UPDATE members SET
      following_count = following_count + CASE WHEN id = ${followerId}::uuid THEN ${step}::int ELSE 0 END,
      follower_count = follower_count + CASE WHEN id = ${followingId}::uuid THEN ${step}::int ELSE 0 END
    WHERE id IN (${followerId}::uuid, ${followingId}::uuid)`;
}

/** Counts `followerIds`, who are locked and are no followers yet, at both ends. */
export async function countNewFollowers(
  tx: Transaction,
  followingId: string,
  followerIds: string[],
): Promise<void> {
  await tx.member.updateMany({
    where: { id: { in: followerIds } },
    data: { followingCount: { increment: 1 } },
  });
  await tx.member.update({
    where: { id: followingId },
    data: { followerCount: { increment: followerIds.length } },
  });
}

/** How many of a member's followers, and of those they follow, are not shown: few stand behind the index. */
export async function countHiddenFollows(
  tx: Transaction,
  memberId: string,
): Promise<{ followers: number; followings: number }> {
  const [counts] = await tx.$queryRaw<{ followers: number; followings: number }[]>`
    WITH hidden AS (
      SELECT id FROM members WHERE disabled_at IS NOT NULL OR deactivated_at IS NOT NULL)
    SELECT
      (SELECT count(*)::int FROM hidden JOIN follows ON follower_id = hidden.id
        WHERE following_id = ${memberId}::uuid) AS followers,
      (SELECT count(*)::int FROM hidden JOIN follows ON following_id = hidden.id
        WHERE follower_id = ${memberId}::uuid) AS followings`;
  return counts ?? { followers: 0, followings: 0 };
}

/** Sets the counters of `ids`, whose rows are locked, to what the follows say. */
export async function recountFollows(tx: Transaction, ids: string[]): Promise<void> {
  await tx.$executeRaw`
    UPDATE members SET
      follower_count = (SELECT count(*) FROM follows WHERE following_id = members.id),
      following_count = (SELECT count(*) FROM follows WHERE follower_id = members.id)
    WHERE id = ANY(${ids}::uuid[])`;
}
