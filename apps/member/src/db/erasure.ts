import type { Transaction } from './client.ts';

/** Who deactivated their account first, at or before `deactivatedUntil`, and is not among `exceptIds`. */
export async function findFirstToErase(
  tx: Transaction,
  args: { deactivatedUntil: Date; exceptIds: string[] },
): Promise<string | undefined> {
  const row = await tx.member.findFirst({
    where: { deactivatedAt: { lte: args.deactivatedUntil }, id: { notIn: args.exceptIds } },
    orderBy: [{ deactivatedAt: 'asc' }, { id: 'asc' }],
    select: { id: true },
  });
  return row?.id;
}

/** Up to `limit` of those at the other end of a member's follows, of either direction. */
export async function findSomeFollowEnds(
  tx: Transaction,
  args: { memberId: string; limit: number },
): Promise<string[]> {
  const { memberId, limit } = args;
  const rows = await tx.follow.findMany({
    where: { OR: [{ followerId: memberId }, { followingId: memberId }] },
    select: { followerId: true, followingId: true },
    take: limit,
  });
  const ends = rows.map((row) => (row.followerId === memberId ? row.followingId : row.followerId));
  return [...new Set(ends)];
}

/** Removes what follows there are between a member and `otherIds`, who are all locked, from rows and counters. */
export async function removeFollowsBetween(
  tx: Transaction,
  args: { memberId: string; otherIds: string[] },
): Promise<void> {
  const { memberId, otherIds } = args;
  await tx.$executeRaw`
    WITH gone AS (
      DELETE FROM follows
      WHERE (follower_id = ${memberId}::uuid AND following_id = ANY(${otherIds}::uuid[]))
        OR (following_id = ${memberId}::uuid AND follower_id = ANY(${otherIds}::uuid[]))
      RETURNING follower_id, following_id),
    change AS (
      SELECT id, sum(followers)::int AS followers, sum(followings)::int AS followings FROM (
        SELECT following_id AS id, 1 AS followers, 0 AS followings FROM gone
        UNION ALL SELECT follower_id, 0, 1 FROM gone) AS step
      GROUP BY id)
    UPDATE members SET
      follower_count = follower_count - change.followers,
      following_count = following_count - change.followings
    FROM change WHERE members.id = change.id`;
}

/**
 * Removes a member whose row is locked, all that hangs on it, and the mails that wait for them. Events of theirs that
 * have been sent go within a day, as all do: looking for them would take as long as there are many.
 */
export async function removeMember(
  tx: Transaction,
  member: { id: string; email: string },
): Promise<void> {
  const { id, email } = member;
  await tx.$executeRaw`
    DELETE FROM mails WHERE "to" = ${email} OR params->>'memberId' = ${id}`;
  await tx.revocation.deleteMany({ where: { id } });
  await tx.member.deleteMany({ where: { id } });
}
