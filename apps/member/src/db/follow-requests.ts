import type { FollowRequestRow, MemberRow, Transaction } from './client.ts';
import { present } from './members.ts';

type Pair = { requesterId: string; targetId: string };

/** Gives how many were inserted: 1, or 0 when it was there. */
export async function insertFollowRequest(
  tx: Transaction,
  request: FollowRequestRow,
): Promise<number> {
  const { count } = await tx.followRequest.createMany({ data: [request], skipDuplicates: true });
  return count;
}

/** Gives how many were there: 1 or 0. */
export async function removeFollowRequest(tx: Transaction, pair: Pair): Promise<number> {
  const { count } = await tx.followRequest.deleteMany({ where: pair });
  return count;
}

/** Removes those of `requesterIds`; gives whose were there. */
export async function removeFollowRequests(
  tx: Transaction,
  args: { targetId: string; requesterIds: string[] },
): Promise<string[]> {
  const rows = await tx.$queryRaw<{ requesterId: string }[]>`
    DELETE FROM follow_requests
    WHERE target_id = ${args.targetId}::uuid AND requester_id = ANY(${args.requesterIds}::uuid[])
    RETURNING requester_id AS "requesterId"`;
  return rows.map((row) => row.requesterId);
}

/** Who asks `targetId`, the latest first; those before the request `before`. */
export async function listFollowRequests(
  tx: Transaction,
  args: { targetId: string; before: string | null; limit: number },
): Promise<{ requestId: string; member: MemberRow }[]> {
  const before = args.before === null ? {} : { id: { lt: args.before } };
  const rows = await tx.followRequest.findMany({
    where: { targetId: args.targetId, ...before, requester: present },
    include: { requester: true },
    orderBy: { id: 'desc' },
    take: args.limit,
  });
  return rows.map((row) => ({ requestId: row.id, member: row.requester }));
}

/** How many ask `targetId`, counted up to `limit`. */
export async function countFollowRequests(
  tx: Transaction,
  args: { targetId: string; limit: number },
): Promise<number> {
  const where = { targetId: args.targetId, requester: present };
  return tx.followRequest.count({ where, take: args.limit });
}

/** Who has asked `targetId` longest, in whatever state they are. */
export async function findFirstRequesterIds(
  tx: Transaction,
  args: { targetId: string; limit: number },
): Promise<string[]> {
  const rows = await tx.followRequest.findMany({
    where: { targetId: args.targetId },
    select: { requesterId: true },
    orderBy: { id: 'asc' },
    take: args.limit,
  });
  return rows.map((row) => row.requesterId);
}

/** Which of `ids` the reader has asked. */
export async function findRequestedIds(
  tx: Transaction,
  readerId: string,
  ids: string[],
): Promise<Set<string>> {
  const rows = await tx.followRequest.findMany({
    where: { requesterId: readerId, targetId: { in: ids } },
    select: { targetId: true },
  });
  return new Set(rows.map((row) => row.targetId));
}
