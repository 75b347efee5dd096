import { AppError } from '@dailyfeed/contract/errors';
import {
  type FollowPage,
  type FollowRequestCount,
  followRequestCountMax,
  type FollowState,
} from '@dailyfeed/contract/member';
import type { PageInput } from '@dailyfeed/contract/page';
import { decodeCursor, toFeedPage } from '@dailyfeed/service-kit/cursor';
import { newId } from '@dailyfeed/service-kit/id';
import * as z from 'zod';

import { countFollow, countNewFollowers } from '../db/follow-counters.ts';
import {
  countFollowRequests,
  findFirstRequesterIds,
  listFollowRequests,
  removeFollowRequest,
  removeFollowRequests,
} from '../db/follow-requests.ts';
import { findFollow, insertFollow, insertMissingFollows } from '../db/follows.ts';
import { lockMembers } from '../db/members.ts';
import type { Deps } from '../deps.ts';
import { toFollowListItems } from './follow-list.ts';
import {
  announceGraphChange,
  changeFollow,
  following,
  neither,
  type Pair,
  recordFollow,
  toRequest,
} from './follow.ts';

/** Who asks to follow `targetId`, the latest first. */
export async function listRequestPage(
  deps: Pick<Deps, 'db'>,
  request: PageInput & { targetId: string },
): Promise<FollowPage> {
  const { targetId, limit } = request;
  const list = { name: `requests:${targetId}`, position: z.uuid() };
  const before = decodeCursor(list, request.cursor);
  const rows = await listFollowRequests(deps.db, { targetId, before, limit: limit + 1 });
  const page = toFeedPage(rows, limit, { list, idOf: (row) => row.requestId });
  const members = page.items.map((row) => row.member);
  return { ...page, items: await toFollowListItems(deps, members, targetId) };
}

/** How many members wait for an answer of `targetId`. */
export async function countRequests(
  deps: Pick<Deps, 'db'>,
  targetId: string,
): Promise<FollowRequestCount> {
  return { count: await countFollowRequests(deps.db, { targetId, limit: followRequestCountMax }) };
}

/**
 * Lets the follower of `pair` follow who was asked, whatever the account's visibility has become since. Twice is once;
 * a request that was withdrawn cannot be approved.
 */
export async function approve(deps: Deps, pair: Pair): Promise<FollowState> {
  return changeFollow(deps, pair, async (tx) => {
    const ends = await lockMembers(tx, [pair.followerId, pair.followingId]);
    if (ends.length < 2 || ends.some((end) => !end.isPresent)) {
      throw new AppError('FOLLOW_REQUEST_NOT_FOUND');
    }
    if ((await removeFollowRequest(tx, toRequest(pair))) === 0) {
      if (await findFollow(tx, pair)) return { state: following };
      throw new AppError('FOLLOW_REQUEST_NOT_FOUND');
    }
    const inserted = await insertFollow(tx, { id: newId(), ...pair, createdAt: deps.now() });
    if (inserted === 0) return { state: following };
    await countFollow(tx, pair, 1);
    return { state: following, event: { type: 'member.followed', requested: true } };
  });
}

/** Refuses a request; the requester is not told, and may ask again. Refusing what is gone changes nothing. */
export async function decline(deps: Deps, pair: Pair): Promise<void> {
  await changeFollow(deps, pair, async (tx) => {
    // Behind the same lock as an approval: of the two at once, one finds the request gone.
    await lockMembers(tx, [pair.followerId, pair.followingId]);
    if ((await removeFollowRequest(tx, toRequest(pair))) === 0) return { state: neither };
    return { state: neither, event: { type: 'member.follow_request_declined' } };
  });
}

/** So many in one transaction that it stays short. */
const batchSize = 100;

/** Approves everyone who waits for an account that is public. Stopped half-way, it goes on where it is called again. */
export async function approveAll(deps: Deps, targetId: string): Promise<void> {
  while (await approveSome(deps, targetId));
}

/** Approves who has waited longest; false when nobody waits. */
async function approveSome(deps: Deps, targetId: string): Promise<boolean> {
  const followerIds = await deps.db.$transaction(async (tx) => {
    const waiting = await findFirstRequesterIds(tx, { targetId, limit: batchSize });
    if (waiting.length === 0) return undefined;
    const ends = await lockMembers(tx, [targetId, ...waiting]);
    // It has closed again meanwhile: who still waits goes on waiting.
    if (ends.find((end) => end.id === targetId)?.visibility !== 'PUBLIC') return undefined;

    const requesterIds = await removeFollowRequests(tx, { targetId, requesterIds: waiting });
    const createdAt = deps.now();
    const followed = await insertMissingFollows(
      tx,
      requesterIds.map((followerId) => ({
        id: newId(),
        followerId,
        followingId: targetId,
        createdAt,
      })),
    );
    const followerIds = followed.map((pair) => pair.followerId);
    await countNewFollowers(tx, targetId, followerIds);
    for (const pair of followed) {
      await recordFollow(deps, tx, { event: { type: 'member.followed', requested: true }, pair });
    }
    return followerIds;
  });
  if (!followerIds) return false;
  deps.events.wake();
  await announceGraphChange(deps, followerIds);
  return true;
}
