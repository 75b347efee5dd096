import type { BlockedMember } from '@dailyfeed/contract/relation';

import type { Prisma } from '../generated/client.ts';
import type { BlockRow, MemberRow, Transaction } from './client.ts';
import { toSummary } from './member-mapper.ts';
import { present } from './members.ts';

type Pair = { blockerId: string; blockedId: string };

/** Gives how many were inserted: 1, or 0 when it was there. */
export async function insertBlock(tx: Transaction, block: BlockRow): Promise<number> {
  const { count } = await tx.block.createMany({ data: [block], skipDuplicates: true });
  return count;
}

/** Gives how many were there: 1 or 0. */
export async function removeBlock(tx: Transaction, pair: Pair): Promise<number> {
  const { count } = await tx.block.deleteMany({ where: pair });
  return count;
}

/** Whether one of the two has blocked the other. */
export async function isBlockedBetween(tx: Transaction, a: string, b: string): Promise<boolean> {
  const row = await tx.block.findFirst({
    where: {
      OR: [
        { blockerId: a, blockedId: b },
        { blockerId: b, blockedId: a },
      ],
    },
    select: { id: true },
  });
  return row !== null;
}

/** Leaves out of a list of members whom its reader has blocked or is blocked by. */
export function unblocked(readerId: string | null): Prisma.MemberWhereInput {
  if (readerId === null) return {};
  return {
    blocksMade: { none: { blockedId: readerId } },
    blocksHad: { none: { blockerId: readerId } },
  };
}

/** Who has blocked the member, and whom the member has blocked. */
export async function findBlockedIds(tx: Transaction, memberId: string): Promise<string[]> {
  const rows = await tx.block.findMany({
    where: { OR: [{ blockerId: memberId }, { blockedId: memberId }] },
    select: { blockerId: true, blockedId: true },
  });
  return [
    ...new Set(rows.map((row) => (row.blockerId === memberId ? row.blockedId : row.blockerId))),
  ];
}

export type BlockWithMember = BlockRow & { blocked: MemberRow };

/** Whom a member has blocked, latest first; those before the block `before`. */
export async function listBlocks(
  tx: Transaction,
  args: { blockerId: string; before: string | null; limit: number },
): Promise<BlockWithMember[]> {
  const { blockerId, before, limit } = args;
  return tx.block.findMany({
    where: {
      blockerId,
      ...(before !== null && { id: { lt: before } }),
      blocked: present,
    },
    include: { blocked: true },
    orderBy: { id: 'desc' },
    take: limit,
  });
}

/** The block of the one with this handle, if `blockerId` made it. */
export async function findBlockByHandle(
  tx: Transaction,
  args: { blockerId: string; handleKey: string },
): Promise<BlockWithMember | undefined> {
  const { blockerId, handleKey } = args;
  const row = await tx.block.findFirst({
    where: { blockerId, blocked: { handleKey, ...present } },
    include: { blocked: true },
  });
  return row ?? undefined;
}

/** Removes the follows of two members, and what either has asked the other; gives the follows there were. */
export async function removeTies(
  tx: Transaction,
  a: string,
  b: string,
): Promise<{ followerId: string; followingId: string }[]> {
  await tx.$executeRaw`
    DELETE FROM follow_requests WHERE (requester_id, target_id)
      IN ((${a}::uuid, ${b}::uuid), (${b}::uuid, ${a}::uuid))`;
  return tx.$queryRaw`
    DELETE FROM follows WHERE (follower_id, following_id)
      IN ((${a}::uuid, ${b}::uuid), (${b}::uuid, ${a}::uuid))
    RETURNING follower_id AS "followerId", following_id AS "followingId"`;
}

export function toBlockedMember(row: BlockWithMember): BlockedMember {
  return { ...toSummary(row.blocked), blockedAt: row.createdAt.toISOString() };
}
