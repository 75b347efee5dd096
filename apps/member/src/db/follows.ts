import { unblocked } from './blocks.ts';
import type { FollowRow, MemberRow, Transaction } from './client.ts';
import { present } from './members.ts';

/** Gives how many were inserted: 1, or 0 when it was there. */
export async function insertFollow(tx: Transaction, follow: FollowRow): Promise<number> {
  const { count } = await tx.follow.createMany({ data: [follow], skipDuplicates: true });
  return count;
}

/** Inserts those that are not there yet; gives them. */
export async function insertMissingFollows(
  tx: Transaction,
  follows: FollowRow[],
): Promise<FollowRow[]> {
  return tx.$queryRaw<FollowRow[]>`
    INSERT INTO follows (id, follower_id, following_id, created_at)
    SELECT * FROM unnest(
      ${follows.map((follow) => follow.id)}::uuid[],
      ${follows.map((follow) => follow.followerId)}::uuid[],
      ${follows.map((follow) => follow.followingId)}::uuid[],
      ${follows.map((follow) => follow.createdAt.toISOString())}::timestamptz[])
    ON CONFLICT DO NOTHING
    RETURNING id, follower_id AS "followerId", following_id AS "followingId", created_at AS "createdAt"`;
}

export async function findFollow(
  tx: Transaction,
  follow: { followerId: string; followingId: string },
): Promise<FollowRow | undefined> {
  const where = { followerId_followingId: follow };
  return (await tx.follow.findUnique({ where })) ?? undefined;
}

export type FollowSide = 'followers' | 'followings';

/**
 * The members on one side of `memberId`, latest follow first; those before the follow `before`. Without those the
 * reader has blocked or is blocked by.
 */
export async function listFollowed(
  tx: Transaction,
  args: {
    memberId: string;
    side: FollowSide;
    before: string | null;
    limit: number;
    readerId: string | null;
  },
): Promise<{ followId: string; member: MemberRow }[]> {
  const before = args.before === null ? {} : { id: { lt: args.before } };
  const order = { orderBy: { id: 'desc' }, take: args.limit } as const;
  const shown = { ...present, ...unblocked(args.readerId) };
  if (args.side === 'followers') {
    const rows = await tx.follow.findMany({
      where: { followingId: args.memberId, ...before, follower: shown },
      include: { follower: true },
      ...order,
    });
    return rows.map((row) => ({ followId: row.id, member: row.follower }));
  }
  const rows = await tx.follow.findMany({
    where: { followerId: args.memberId, ...before, following: shown },
    include: { following: true },
    ...order,
  });
  return rows.map((row) => ({ followId: row.id, member: row.following }));
}

/**
 * Ids on one side of `memberId`, earliest follow first; those after the follow `after`. Also of members who are not
 * shown: what is built from it outlasts their absence, and they are left out where something of theirs is shown.
 */
export async function listFollowIds(
  tx: Transaction,
  args: { memberId: string; side: FollowSide; after: string | null; limit: number },
): Promise<{ followId: string; memberId: string }[]> {
  const after = args.after === null ? {} : { id: { gt: args.after } };
  const order = { orderBy: { id: 'asc' }, take: args.limit } as const;
  const isFollowers = args.side === 'followers';
  const rows = await tx.follow.findMany({
    where: isFollowers
      ? { followingId: args.memberId, ...after }
      : { followerId: args.memberId, ...after },
    ...order,
  });
  return rows.map((row) => ({
    followId: row.id,
    memberId: isFollowers ? row.followerId : row.followingId,
  }));
}

/** Which of `ids` the reader follows, and which of them follow the reader. */
export async function findRelations(
  tx: Transaction,
  readerId: string,
  ids: string[],
): Promise<{ followed: Set<string>; following: Set<string> }> {
  const rows = await tx.follow.findMany({
    where: {
      OR: [
        { followerId: readerId, followingId: { in: ids } },
        { followingId: readerId, followerId: { in: ids } },
      ],
    },
    select: { followerId: true, followingId: true },
  });
  const followed = rows.filter((row) => row.followerId === readerId);
  const following = rows.filter((row) => row.followingId === readerId);
  return {
    followed: new Set(followed.map((row) => row.followingId)),
    following: new Set(following.map((row) => row.followerId)),
  };
}
