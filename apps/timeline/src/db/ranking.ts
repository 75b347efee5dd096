import type { Redis, Result } from 'ioredis';

import { RankedPost } from './ranked-post.ts';

/** A reader who comes back within this time reads on in the ranking they began with. */
const ttlSeconds = 6 * 3600;
/** When none has been made for this long, the database is asked instead. */
const freshSeconds = 600;
/** A ranking of one reader's own. */
const ownTtlSeconds = 3600;

/** `at` is the time a ranking was made, which is also its name: ISO 8601, so that later ones sort after it. */
export type RankingKey = { list: string; at: string };

export const rankingScripts = {
  // A process that hung must not put an older ranking in the place of a later one.
  rankingPublish: {
    numberOfKeys: 1,
    lua: `
      local latest = redis.call('GET', KEYS[1])
      if latest and latest > ARGV[1] then return 0 end
      redis.call('SET', KEYS[1], ARGV[1], 'EX', ${freshSeconds})
      return 1`,
  },
  rankingKeep: {
    numberOfKeys: 1,
    lua: `
      if redis.call('EXISTS', KEYS[1]) == 1 then return 0 end
      redis.call('RPUSH', KEYS[1], unpack(ARGV))
      redis.call('EXPIRE', KEYS[1], ${ownTtlSeconds})
      return 1`,
  },
} as const;

declare module 'ioredis' {
  interface RedisCommander<Context> {
    rankingPublish(key: string, at: string): Result<0 | 1, Context>;
    rankingKeep(key: string, ...posts: string[]): Result<0 | 1, Context>;
  }
}

/** Keeps a ranking and makes it the one that reading begins with; an empty one is not kept. */
export async function saveRanking(
  redis: Redis,
  key: RankingKey,
  posts: RankedPost[],
): Promise<void> {
  if (posts.length === 0) return;
  const name = nameOf(key);
  const values = posts.map((post) => JSON.stringify(post));
  await redis
    .multi()
    .del(name)
    .rpush(name, ...values)
    .expire(name, ttlSeconds)
    .exec();
  await redis.rankingPublish(latestOf(key.list), key.at);
}

/** Keeps a ranking of one reader's own for an hour, unless there is one of that time; an empty one is not kept. */
export async function keepRanking(
  redis: Redis,
  key: RankingKey,
  posts: RankedPost[],
): Promise<void> {
  if (posts.length === 0) return;
  await redis.rankingKeep(nameOf(key), ...posts.map((post) => JSON.stringify(post)));
}

/** When the ranking was made that reading begins with; null when there is none. */
export async function findLatestRanking(redis: Redis, list: string): Promise<string | null> {
  return redis.get(latestOf(list));
}

/** `limit` posts of a ranking from rank `start` on, the first being 0; null when the ranking is gone. */
export async function findRanked(
  redis: Redis,
  key: RankingKey,
  range: { start: number; limit: number },
): Promise<RankedPost[] | null> {
  const { start, limit } = range;
  const name = nameOf(key);
  const read = (): Promise<string[]> => redis.lrange(name, start, start + limit - 1);
  let values = await read();
  if (values.length === 0) {
    if ((await redis.exists(name)) === 0) return null;
    // It may have been kept between the two questions.
    values = await read();
  }
  return values.map((value) => RankedPost.parse(JSON.parse(value)));
}

function nameOf({ list, at }: RankingKey): string {
  return `ranking:{${list}}:${at}`;
}

function latestOf(list: string): string {
  return `ranking:{${list}}:latest`;
}
