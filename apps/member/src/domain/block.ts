import { AppError } from '@dailyfeed/contract/errors';
import type {
  BlockedMember,
  BlockedPage,
  BlockState,
  HiddenIds,
} from '@dailyfeed/contract/relation';
import { decodeCursor, encodeCursor, toPage } from '@dailyfeed/service-kit/cursor';
import { newId } from '@dailyfeed/service-kit/id';
import * as z from 'zod';

import {
  findBlockByHandle,
  findBlockedIds,
  insertBlock,
  isBlockedBetween,
  listBlocks,
  removeBlock,
  removeTies,
  toBlockedMember,
} from '../db/blocks.ts';
import type { Transaction } from '../db/client.ts';
import { countFollow } from '../db/follow-counters.ts';
import { toHandleKey } from '../db/handles.ts';
import { lockMembers } from '../db/members.ts';
import { findMutes } from '../db/mutes.ts';
import type { Deps } from '../deps.ts';
import { announceGraphChange } from './follow.ts';
import { transactInTurn } from './turn.ts';

type Pair = { blockerId: string; blockedId: string };

/** Makes two members invisible to each other and ends what ties them. Again is fine, and changes nothing. */
export async function block(deps: Deps, pair: Pair): Promise<BlockState> {
  const { blockerId, blockedId } = pair;
  await change(deps, pair, async (tx) => {
    const ends = await lockMembers(tx, [blockerId, blockedId]);
    const isThere = [blockerId, blockedId].every((id) =>
      ends.some((end) => end.id === id && end.isPresent),
    );
    if (!isThere) throw new AppError('MEMBER_NOT_FOUND');
    const inserted = await insertBlock(tx, { id: newId(), ...pair, createdAt: deps.now() });
    if (inserted === 0) return undefined;
    for (const tie of await removeTies(tx, blockerId, blockedId)) await countFollow(tx, tie, -1);
    return 'member.blocked';
  });
  return { blocked: true };
}

/** Takes a block back; the follows it ended stay ended. Without a block it changes nothing. */
export async function unblock(deps: Deps, pair: Pair): Promise<BlockState> {
  await change(deps, pair, async (tx) => {
    await lockMembers(tx, [pair.blockerId, pair.blockedId]);
    return (await removeBlock(tx, pair)) === 0 ? undefined : 'member.unblocked';
  });
  return { blocked: false };
}

/** Runs `work`; where it changed something, that is told in the same transaction, and both read anew afterwards. */
async function change(
  deps: Deps,
  pair: Pair,
  work: (tx: Transaction) => Promise<'member.blocked' | 'member.unblocked' | undefined>,
): Promise<void> {
  const { blockerId, blockedId } = pair;
  if (blockerId === blockedId) throw new AppError('BLOCK_SELF');
  const changed = await transactInTurn(deps, [blockerId, blockedId], async (tx) => {
    const type = await work(tx);
    if (type) {
      await deps.events.record(tx, {
        type,
        actorId: blockerId,
        subject: { kind: 'member', id: blockedId },
        data: { memberId: blockerId, targetId: blockedId },
      });
    }
    return type;
  });
  if (!changed) return;
  deps.events.wake();
  await announceGraphChange(deps, [blockerId, blockedId]);
}

/** Refuses, as if there were no such member, where one of the two has blocked the other. */
export async function requireUnblocked(
  tx: Transaction,
  readerId: string | null,
  memberId: string,
): Promise<void> {
  if (readerId === null || readerId === memberId) return;
  if (await isBlockedBetween(tx, readerId, memberId)) throw new AppError('MEMBER_NOT_FOUND');
}

/** Whom a member has blocked, latest first. */
export async function listBlocked(
  deps: Pick<Deps, 'db'>,
  args: { blockerId: string; cursor?: string | null | undefined; limit: number },
): Promise<BlockedPage> {
  const { blockerId, limit } = args;
  const list = { name: `blocked:${blockerId}`, position: z.uuid() };
  const before = decodeCursor(list, args.cursor);
  const rows = await listBlocks(deps.db, { blockerId, before, limit: limit + 1 });
  const page = toPage(rows, limit, (row) => encodeCursor(list, row.id));
  return { ...page, items: page.items.map(toBlockedMember) };
}

/** The blocked member at an address that shows the blocker nothing else; null for whom they have not blocked. */
export async function findBlockedByHandle(
  deps: Pick<Deps, 'db'>,
  args: { blockerId: string; handle: string },
): Promise<BlockedMember | null> {
  const { blockerId, handle } = args;
  const found = await findBlockByHandle(deps.db, { blockerId, handleKey: toHandleKey(handle) });
  return found ? toBlockedMember(found) : null;
}

/** Whom `memberId` is not to meet. */
export async function getHiddenIds(
  deps: Pick<Deps, 'db' | 'now'>,
  memberId: string,
): Promise<HiddenIds> {
  const [blocked, mutes] = await Promise.all([
    findBlockedIds(deps.db, memberId),
    findMutes(deps.db, memberId, deps.now()),
  ]);
  const muted = mutes.map(({ mutedId, until }) => ({
    memberId: mutedId,
    until: until?.toISOString() ?? null,
  }));
  return { blocked, muted };
}
