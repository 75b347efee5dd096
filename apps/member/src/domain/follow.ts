import { AppError } from '@dailyfeed/contract/errors';
import type { FollowState } from '@dailyfeed/contract/member';
import { newId } from '@dailyfeed/service-kit/id';

import type { Transaction } from '../db/client.ts';
import { findFollow, insertFollow, removeFollow } from '../db/follows.ts';
import { incrementGraphVersions } from '../db/graph-version.ts';
import { countFollow, lockMembers } from '../db/members.ts';
import type { Deps } from '../deps.ts';

export const followingMax = 1000;

type Pair = { followerId: string; followingId: string };

/** Follows; once is enough, and following again changes nothing. */
export async function follow(deps: Deps, pair: Pair): Promise<FollowState> {
  if (pair.followerId === pair.followingId) throw new AppError('FOLLOW_SELF');
  await change(deps, pair, async (tx) => {
    const ends = await lockMembers(tx, [pair.followerId, pair.followingId]);
    const follower = ends.find((end) => end.id === pair.followerId);
    const following = ends.find((end) => end.id === pair.followingId);
    if (!follower?.isEnabled || !following?.isEnabled) throw new AppError('MEMBER_NOT_FOUND');
    if (await findFollow(tx, pair)) return undefined;
    if (follower.followingCount >= followingMax) throw new AppError('FOLLOW_LIMIT_REACHED');

    await insertFollow(tx, { id: newId(), ...pair, createdAt: deps.now() });
    await countFollow(tx, pair, 1);
    return 'member.followed';
  });
  return { following: true };
}

/** Follows no more; unfollowing whom one does not follow changes nothing. */
export async function unfollow(deps: Deps, pair: Pair): Promise<FollowState> {
  if (pair.followerId === pair.followingId) throw new AppError('FOLLOW_SELF');
  await change(deps, pair, async (tx) => {
    const ends = await lockMembers(tx, [pair.followerId, pair.followingId]);
    if (!ends.some((end) => end.id === pair.followingId)) throw new AppError('MEMBER_NOT_FOUND');
    if ((await removeFollow(tx, pair)) === 0) return undefined;
    await countFollow(tx, pair, -1);
    return 'member.unfollowed';
  });
  return { following: false };
}

/** Runs `work`; where it changed something, that is told in the same transaction, and readers look anew afterwards. */
async function change(
  deps: Deps,
  pair: Pair,
  work: (tx: Transaction) => Promise<'member.followed' | 'member.unfollowed' | undefined>,
): Promise<void> {
  const { followerId, followingId } = pair;
  const changed = await deps.db.$transaction(async (tx) => {
    const type = await work(tx);
    if (type) {
      await deps.events.record(tx, {
        type,
        actorId: followerId,
        subject: { kind: 'member', id: followingId },
        data: { memberId: followerId, targetId: followingId },
      });
    }
    return type;
  });
  if (!changed) return;
  deps.events.wake();
  await announceGraphChange(deps, [followerId]);
}

/** Makes the next read of these members' home timelines see whom they follow. */
export async function announceGraphChange(
  deps: Pick<Deps, 'redis' | 'log'>,
  followerIds: string[],
): Promise<void> {
  try {
    await incrementGraphVersions(deps.redis, followerIds);
  } catch (error) {
    // The follow is committed; without Redis there is no home timeline to be behind.
    deps.log.warn({ err: error }, 'graph change not announced');
  }
}
