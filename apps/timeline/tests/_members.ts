import { AppError, type ErrorCode } from '@dailyfeed/contract/errors';
import type { MemberSummary, Visibility } from '@dailyfeed/contract/member';
import { newId } from '@dailyfeed/service-kit/id';
import { Redis } from 'ioredis';

import type { Members } from '../src/deps.ts';

/** Stands in for the member service: people, who follows whom, and the graph versions it counts in Redis. */
export function createTestMembers(redisUrl: string) {
  const redis = new Redis(redisUrl);
  const people = new Map<string, MemberSummary>();
  const followings = new Map<string, Set<string>>();
  const asked = { summaries: [] as string[][], followIds: 0 };
  const state: State = { isAway: false, failure: 'UPSTREAM_UNAVAILABLE', pageSize: 1000 };

  const setFollowing = async (
    memberId: string,
    targetId: string,
    next: 'follow' | 'unfollow',
  ): Promise<void> => {
    const ids = followings.get(memberId) ?? new Set<string>();
    if (next === 'follow') ids.add(targetId);
    else ids.delete(targetId);
    followings.set(memberId, ids);
    await redis.incr(`graph:${memberId}`);
  };

  const port: Members = {
    summaries: async (ids) => {
      refuseWhenAway(state);
      asked.summaries.push([...ids]);
      return ids.flatMap((id) => people.get(id) ?? []);
    },
    followIds: async ({ memberId, side, cursor }) => {
      asked.followIds += 1;
      refuseWhenAway(state);
      const all =
        side === 'followings'
          ? [...(followings.get(memberId) ?? [])]
          : [...followings].filter(([, ids]) => ids.has(memberId)).map(([id]) => id);
      const start = Number(cursor ?? 0);
      const end = start + state.pageSize;
      return { items: all.slice(start, end), nextCursor: end < all.length ? String(end) : null };
    },
  };

  return {
    port,
    asked,
    state,
    /** A new member. */
    add: (visibility: Visibility = 'PUBLIC'): string => {
      const id = newId();
      const handle = `m${id.slice(-12)}`;
      people.set(id, { id, handle, displayName: handle, avatarUrl: null, visibility });
      return id;
    },
    /** Disabled or erased: no longer among the summaries. */
    remove: (id: string): void => void people.delete(id),
    follow: (memberId: string, targetId: string) => setFollowing(memberId, targetId, 'follow'),
    unfollow: (memberId: string, targetId: string) => setFollowing(memberId, targetId, 'unfollow'),
    /** A follow whose news never reached Redis. */
    followSilently: (memberId: string, targetId: string): void => {
      followings.set(memberId, new Set([...(followings.get(memberId) ?? []), targetId]));
    },
    [Symbol.dispose]: () => redis.disconnect(),
  };
}

/** While away, every call fails with `failure`. */
type State = { isAway: boolean; failure: ErrorCode; pageSize: number };

function refuseWhenAway(state: State): void {
  if (state.isAway) throw new AppError(state.failure);
}
