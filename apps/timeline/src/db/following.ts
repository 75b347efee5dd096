import type { Redis } from 'ioredis';

/** As in the memory of a process in front of this: for so long a version that has come again may mean an older list. */
const ttlSeconds = 60;

/** A member's followings as of one version of the graph; another version is another list. */
export type FollowingKey = { memberId: string; version: string };

/** How often the member has followed or unfollowed someone; the member service counts. */
export async function findGraphVersion(redis: Redis, memberId: string): Promise<string> {
  return (await redis.get(graphKey(memberId))) ?? '0';
}

/** Makes what was built from the present graph of `memberId` be built anew. */
export async function bumpGraphVersion(redis: Redis, memberId: string): Promise<void> {
  await redis.incr(graphKey(memberId));
}

/** All who are followed; undefined when the list is not remembered. */
export async function findFollowingIds(
  redis: Redis,
  key: FollowingKey,
): Promise<string[] | undefined> {
  const ids = await redis.smembers(listKey(key));
  return ids.length === 0 ? undefined : ids.filter((id) => id !== key.memberId);
}

/** Remembers the list for a while. The member's own id in it tells "follows nobody" from "not known". */
export async function saveFollowingIds(
  redis: Redis,
  key: FollowingKey,
  ids: string[],
): Promise<void> {
  await redis
    .multi()
    .sadd(listKey(key), key.memberId, ...ids)
    .expire(listKey(key), ttlSeconds)
    .exec();
}

function graphKey(memberId: string): string {
  return `graph:${memberId}`;
}

function listKey(key: FollowingKey): string {
  return `followings:{${key.memberId}}:${key.version}`;
}
