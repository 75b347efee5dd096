import { AppError } from '@dailyfeed/contract/errors';
import type { FollowState } from '@dailyfeed/contract/member';
import { newId } from '@dailyfeed/service-kit/id';

import type { Transaction } from '../db/client.ts';
import { countFollow } from '../db/follow-counters.ts';
import { insertFollowRequest, removeFollowRequest } from '../db/follow-requests.ts';
import { type FollowTie, getFollowTie, removeFollowTie } from '../db/follow-tie.ts';
import { insertFollow } from '../db/follows.ts';
import { incrementGraphVersions } from '../db/graph-version.ts';
import { type LockedMember, lockMembers } from '../db/members.ts';
import type { Deps } from '../deps.ts';
import { announce } from './announcement.ts';
import { transactInTurn } from './turn.ts';

export type Pair = { followerId: string; followingId: string };
/** How a pair stands after a change, and what is to be told of it. */
export type Change = { state: FollowState; event?: FollowEvent };
type FollowEvent =
  | { type: 'member.followed'; requested: boolean }
  | {
      type:
        | 'member.unfollowed'
        | 'member.follow_requested'
        | 'member.follow_request_withdrawn'
        | 'member.follow_request_declined';
    };

export const following: FollowState = { following: true, requested: false };
const requested: FollowState = { following: false, requested: true };
export const neither: FollowState = { following: false, requested: false };

/**
 * Follows, or asks to follow who shows themselves to followers only; nobody begins to follow a private account. Once
 * is enough, and following again changes nothing.
 */
export async function follow(deps: Deps, pair: Pair): Promise<FollowState> {
  if (pair.followerId === pair.followingId) throw new AppError('FOLLOW_SELF');
  return changeFollow(deps, pair, async (tx) => {
    const ends = await lockMembers(tx, [pair.followerId, pair.followingId]);
    const follower = ends.find((end) => end.id === pair.followerId);
    const target = ends.find((end) => end.id === pair.followingId);
    if (!follower?.isPresent || !target?.isPresent) throw new AppError('MEMBER_NOT_FOUND');
    // Behind the locks: a block that comes at the same time either finds this follow or is found here.
    const tie = await getFollowTie(tx, pair);
    if (tie.isBlocked) throw new AppError('MEMBER_NOT_FOUND');
    if (tie.isFollowing) return { state: following };
    switch (target.visibility) {
      case 'PUBLIC':
        // A request may be left from the moment the account opened.
        if (tie.isRequested) await removeFollowRequest(tx, toRequest(pair));
        else refuseBeyondMax(deps, follower, tie);
        await insertFollow(tx, { id: newId(), ...pair, createdAt: deps.now() });
        await countFollow(tx, pair, 1);
        return { state: following, event: { type: 'member.followed', requested: false } };
      case 'FOLLOWERS':
        if (tie.isRequested) return { state: requested };
        refuseBeyondMax(deps, follower, tie);
        await insertFollowRequest(tx, { id: newId(), ...toRequest(pair), createdAt: deps.now() });
        return { state: requested, event: { type: 'member.follow_requested' } };
      case 'PRIVATE':
        throw new AppError('MEMBER_NOT_FOUND');
    }
  });
}

/** Follows no more, or withdraws the request; unfollowing whom one does not follow changes nothing. */
export async function unfollow(deps: Deps, pair: Pair): Promise<FollowState> {
  if (pair.followerId === pair.followingId) throw new AppError('FOLLOW_SELF');
  return changeFollow(deps, pair, async (tx) => {
    const ends = await lockMembers(tx, [pair.followerId, pair.followingId]);
    if (!ends.some((end) => end.id === pair.followingId)) throw new AppError('MEMBER_NOT_FOUND');
    const removed = await removeFollowTie(tx, pair);
    if (removed.requests > 0)
      return { state: neither, event: { type: 'member.follow_request_withdrawn' } };
    if (removed.follows === 0) return { state: neither };
    await countFollow(tx, pair, -1);
    return { state: neither, event: { type: 'member.unfollowed' } };
  });
}

/** Who is asked counts as followed, so that an approval always finds room. */
function refuseBeyondMax(
  { settings }: Pick<Deps, 'settings'>,
  follower: LockedMember,
  tie: FollowTie,
): void {
  if (follower.followingCount + tie.requestCount >= settings.followingMax) {
    throw new AppError('FOLLOW_LIMIT_REACHED');
  }
}

export function toRequest(pair: Pair): { requesterId: string; targetId: string } {
  return { requesterId: pair.followerId, targetId: pair.followingId };
}

/** Runs `work`; what it changed is told in the same transaction, and readers look anew afterwards. */
export async function changeFollow(
  deps: Deps,
  pair: Pair,
  work: (tx: Transaction) => Promise<Change>,
): Promise<FollowState> {
  const { state, event } = await transactInTurn(deps, Object.values(pair), async (tx) => {
    const change = await work(tx);
    if (change.event) await recordFollow(deps, tx, { event: change.event, pair });
    return change;
  });
  if (event) deps.events.wake();
  // A request that is asked or over changes nobody's feed.
  if (event?.type === 'member.followed' || event?.type === 'member.unfollowed') {
    await announceGraphChange(deps, [pair.followerId]);
  }
  return state;
}

export async function recordFollow(
  deps: Pick<Deps, 'events'>,
  tx: Transaction,
  args: { event: FollowEvent; pair: Pair },
): Promise<void> {
  const { followerId, followingId } = args.pair;
  const { type, ...more } = args.event;
  await deps.events.record(tx, {
    type,
    actorId: type === 'member.follow_request_declined' ? followingId : followerId,
    subject: { kind: 'member', id: followingId },
    data: { memberId: followerId, targetId: followingId, ...more },
  });
}

/** Makes the next read of these members' home timelines see whom they follow. */
export async function announceGraphChange(
  deps: Pick<Deps, 'redis' | 'log'>,
  followerIds: string[],
): Promise<void> {
  await announce(deps, {
    message: 'graph change not announced',
    tell: () => incrementGraphVersions(deps.redis, followerIds),
  });
}
