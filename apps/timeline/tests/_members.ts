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
  const blocks = new Set<string>();
  const mutes = new Map<string, { memberId: string; until: string | null }[]>();
  const asked = { summaries: [] as string[][], followIds: 0, hiddenIds: 0 };
  const state: State = {
    isAway: false,
    failure: 'UPSTREAM_UNAVAILABLE',
    pageSize: 1000,
    answers: Promise.resolve(),
    laterPages: Promise.resolve(),
  };

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
      const known = ids.flatMap((id) => people.get(id) ?? []);
      await state.answers;
      return known;
    },
    followIds: async ({ memberId, side, cursor }) => {
      asked.followIds += 1;
      refuseWhenAway(state);
      const all =
        side === 'followings'
          ? [...(followings.get(memberId) ?? [])]
          : [...followings].filter(([, ids]) => ids.has(memberId)).map(([id]) => id);
      if (cursor !== null) await state.laterPages;
      const start = Number(cursor ?? 0);
      const end = start + state.pageSize;
      return { items: all.slice(start, end), nextCursor: end < all.length ? String(end) : null };
    },
    hiddenIds: async (memberId) => {
      asked.hiddenIds += 1;
      refuseWhenAway(state);
      const pairs = [...blocks].map((pair) => pair.split(' '));
      const blocked = pairs
        .filter((pair) => pair.includes(memberId))
        .flatMap((pair) => pair.filter((id) => id !== memberId));
      return { blocked, muted: mutes.get(memberId) ?? [] };
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
    setVisibility: (id: string, visibility: Visibility): void => {
      const summary = people.get(id);
      if (summary) people.set(id, { ...summary, visibility });
    },
    /** Disabled or erased: no longer among the summaries. */
    remove: (id: string): void => void people.delete(id),
    follow: (memberId: string, targetId: string) => setFollowing(memberId, targetId, 'follow'),
    unfollow: (memberId: string, targetId: string) => setFollowing(memberId, targetId, 'unfollow'),
    block: async (blockerId: string, blockedId: string): Promise<void> => {
      blocks.add(`${blockerId} ${blockedId}`);
      await Promise.all([blockerId, blockedId].map((id) => redis.incr(`graph:${id}`)));
    },
    unblock: async (blockerId: string, blockedId: string): Promise<void> => {
      blocks.delete(`${blockerId} ${blockedId}`);
      await Promise.all([blockerId, blockedId].map((id) => redis.incr(`graph:${id}`)));
    },
    mute: async (muterId: string, mutedId: string, until: Date | null = null): Promise<void> => {
      const mute = { memberId: mutedId, until: until?.toISOString() ?? null };
      mutes.set(muterId, [...(mutes.get(muterId) ?? []), mute]);
      await redis.incr(`graph:${muterId}`);
    },
    /** A follow whose news never reached Redis. */
    followSilently: (memberId: string, targetId: string): void => {
      followings.set(memberId, new Set([...(followings.get(memberId) ?? []), targetId]));
    },
    [Symbol.dispose]: () => redis.disconnect(),
  };
}

/**
 * While away, every call fails with `failure`; summaries, read when they are asked for, wait for `answers`, pages of ids
 * behind the first for `laterPages`.
 */
type State = {
  isAway: boolean;
  failure: ErrorCode;
  pageSize: number;
  answers: Promise<void>;
  laterPages: Promise<void>;
};

function refuseWhenAway(state: State): void {
  if (state.isAway) throw new AppError(state.failure);
}
