import { randomInt } from 'node:crypto';

import { authorsChannel, type Signal, signalChannelOf } from '@dailyfeed/contract/signal';
import type { Redis, Result } from 'ioredis';

import type { IdRange } from './post.ts';

/** Longest home timeline; beyond, feeds go on from the database. */
export const homeMax = 800;
/**
 * A home timeline lives for about a day from its build, read or not: ids that a Redis has lost with its last second
 * nobody adds again, so it is built anew. Not all of those that were built together are built together again.
 */
const lifeSeconds = { min: 18 * 3600, max: 30 * 3600 };
/** A build that takes longer has died. */
const buildSeconds = 30;

/*
 * A home timeline is a sorted set of post ids, all of score 0, so that ids sort as text and UUIDv7 by time, and a
 * hash beside it that says what it was built from. The hash alone decides whether the timeline exists: an empty
 * sorted set does not.
 *
 * Building takes time, and posts are fanned out meanwhile. So `homeMark` first empties the set and leaves a mark;
 * from then on `homeAdd` adds to the set, and what was written before the mark is in the database, which is asked
 * after it. `homeSave` merges the two, and does nothing when its mark is gone. In between, `homeRead` finds nothing
 * and feeds come from the database.
 */
export const homeScripts = {
  homeRead: {
    numberOfKeys: 2,
    lua: `
      local graph = redis.call('HGET', KEYS[2], 'graph')
      if not graph then return false end
      local oldest = redis.call('ZRANGE', KEYS[1], 0, 0)[1] or ''
      return { graph, oldest, redis.call(ARGV[1], KEYS[1], ARGV[2], ARGV[3], 'LIMIT', 0, ARGV[4]) }`,
  },
  homeMark: {
    numberOfKeys: 2,
    lua: `
      if redis.call('HEXISTS', KEYS[2], 'mark') == 1 then return 0 end
      redis.call('DEL', KEYS[1], KEYS[2])
      redis.call('HSET', KEYS[2], 'mark', ARGV[1])
      redis.call('EXPIRE', KEYS[2], ${buildSeconds})
      return 1`,
  },
  homeSave: {
    numberOfKeys: 2,
    lua: `
      if redis.call('HGET', KEYS[2], 'mark') ~= ARGV[1] then return 0 end
      for i = 4, #ARGV do redis.call('ZADD', KEYS[1], 0, ARGV[i]) end
      redis.call('ZREMRANGEBYRANK', KEYS[1], 0, -${homeMax + 1})
      redis.call('DEL', KEYS[2])
      redis.call('HSET', KEYS[2], 'graph', ARGV[2])
      redis.call('EXPIRE', KEYS[1], ARGV[3])
      redis.call('EXPIRE', KEYS[2], ARGV[3])
      return 1`,
  },
  homeAdd: {
    numberOfKeys: 2,
    lua: `
      local ttl = redis.call('TTL', KEYS[2])
      if ttl <= 0 then return 0 end
      redis.call('ZADD', KEYS[1], 0, ARGV[1])
      redis.call('ZREMRANGEBYRANK', KEYS[1], 0, -${homeMax + 1})
      redis.call('EXPIRE', KEYS[1], ttl)
      return 1`,
  },
} as const;

declare module 'ioredis' {
  interface RedisCommander<Context> {
    homeRead(...args: (string | number)[]): Result<[string, string, string[]] | null, Context>;
    homeMark(...args: string[]): Result<0 | 1, Context>;
    homeSave(...args: string[]): Result<0 | 1, Context>;
    homeAdd(...args: string[]): Result<0 | 1, Context>;
  }
}

/**
 * Part of a home timeline, in the order in which it was read; `oldest` is the last id of the whole of it, empty when there is none, and
 * `version` that of the graph it was built from.
 */
export type HomeSlice = { version: string; ids: string[]; oldest: string };

/** Reads a part of the timeline; undefined when there is none. */
export async function findHomeSlice(
  redis: Redis,
  args: IdRange & { memberId: string; limit: number },
): Promise<HomeSlice | undefined> {
  const upper = args.before === null ? '+' : `(${args.before}`;
  const lower = args.after === null ? '-' : `(${args.after}`;
  const reading =
    args.from === 'newest' ? ['ZREVRANGEBYLEX', upper, lower] : ['ZRANGEBYLEX', lower, upper];
  const found = await redis.homeRead(...keysOf(args.memberId), ...reading, args.limit);
  if (found === null) return undefined;
  const [version, oldest, ids] = found;
  return { version, oldest, ids };
}

/** Begins a build under the name `mark`; false when another build is under way. */
export async function markHome(redis: Redis, memberId: string, mark: string): Promise<boolean> {
  return (await redis.homeMark(...keysOf(memberId), mark)) === 1;
}

/** Ends the build `mark`; without effect when it is not the one under way. */
export async function saveHome(
  redis: Redis,
  memberId: string,
  built: { mark: string; version: string; ids: string[] },
): Promise<void> {
  const { mark, version, ids } = built;
  const seconds = String(randomInt(lifeSeconds.min, lifeSeconds.max));
  await redis.homeSave(...keysOf(memberId), mark, version, seconds, ...ids);
}

/** Adds a post to a timeline that exists or is being built; others are built from the database when they are read. */
export async function addToHome(redis: Redis, memberId: string, postId: string): Promise<void> {
  await redis.homeAdd(...keysOf(memberId), postId);
}

/** Tells the pages that the member has open, wherever their streams end, to look for new posts. */
export async function signalFeed(redis: Redis, memberId: string): Promise<void> {
  await redis.publish(signalChannelOf(memberId), 'feed' satisfies Signal);
}

/** Tells the pages that are open of those who follow an author: whoever has them finds out whose they are. */
export async function signalAuthor(redis: Redis, authorId: string): Promise<void> {
  await redis.publish(authorsChannel, authorId);
}

export async function removeHome(redis: Redis, memberId: string): Promise<void> {
  await redis.del(...keysOf(memberId));
}

function keysOf(memberId: string): [string, string] {
  return [`{home:${memberId}}`, `{home:${memberId}}:meta`];
}
