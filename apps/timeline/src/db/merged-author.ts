import { inParts } from '@dailyfeed/service-kit/in-parts';
import type { Redis, Result } from 'ioredis';

/*
 * Authors whose posts are not fanned out; kept beside the timelines, so that they are lost together or not at all. How
 * often they have changed is counted, so that a reader who knows which of them they follow need not ask again.
 */
const key = 'home:merged-authors';
const versionKey = `{${key}}:version`;
/** So many members are asked about at once. */
const askedMax = 1000;

export const mergedAuthorScripts = {
  mergedAdd: {
    numberOfKeys: 2,
    lua: `if redis.call('SADD', KEYS[1], ARGV[1]) == 1 then redis.call('INCR', KEYS[2]) end`,
  },
  mergedRemove: {
    numberOfKeys: 2,
    lua: `if redis.call('SREM', KEYS[1], ARGV[1]) == 1 then redis.call('INCR', KEYS[2]) end`,
  },
} as const;

declare module 'ioredis' {
  interface RedisCommander<Context> {
    mergedAdd(...args: [...keys: [string, string], authorId: string]): Result<null, Context>;
    mergedRemove(...args: [...keys: [string, string], authorId: string]): Result<null, Context>;
  }
}

export async function addMergedAuthor(redis: Redis, authorId: string): Promise<void> {
  await redis.mergedAdd(key, versionKey, authorId);
}

export async function removeMergedAuthor(redis: Redis, authorId: string): Promise<void> {
  await redis.mergedRemove(key, versionKey, authorId);
}

export async function isMergedAuthor(redis: Redis, authorId: string): Promise<boolean> {
  return (await redis.sismember(key, authorId)) === 1;
}

/** Another one whenever there is one of them more or less. */
export async function findMergedVersion(redis: Redis): Promise<string> {
  return (await redis.get(versionKey)) ?? '0';
}

/** Of `ids`, those that are not fanned out. */
export async function findMergedAmong(redis: Redis, ids: readonly string[]): Promise<string[]> {
  const isMerged = await inParts(ids, askedMax, (some) => redis.smismember(key, some));
  return ids.filter((_, index) => isMerged[index] === 1);
}
