import { type PostCounters, signalChannelOf, toCountersSignal } from '@dailyfeed/contract/signal';
import type { Redis } from 'ioredis';

/** A page that does not ask again has gone. */
const watchedForMs = 90_000;
/** Of more pages than this, the first hear of it; the others see the counters when they look again. */
const watchersMax = 1000;

/** A page of a member that shows a post. */
export type Watcher = { postId: string; memberId: string; pageId: string };

/** Sorted by the end of each watch, so that what has ended is found. */
export async function addWatcher(redis: Redis, watcher: Watcher, now: Date): Promise<void> {
  const key = nameOf(watcher.postId);
  const time = now.getTime();
  await redis.zremrangebyscore(key, '-inf', time);
  const isThere = (await redis.zscore(key, entryOf(watcher))) !== null;
  if (!isThere && (await redis.zcard(key)) >= watchersMax) return;
  await redis
    .multi()
    .zadd(key, time + watchedForMs, entryOf(watcher))
    .pexpire(key, watchedForMs)
    .exec();
}

export async function removeWatcher(redis: Redis, watcher: Watcher): Promise<void> {
  await redis.zrem(nameOf(watcher.postId), entryOf(watcher));
}

/** Sends the counters of a post to those members who have it open. */
export async function signalCounters(
  redis: Redis,
  counters: PostCounters,
  now: Date,
): Promise<void> {
  const entries = await redis.zrangebyscore(nameOf(counters.postId), now.getTime(), '+inf');
  const memberIds = new Set(entries.map((entry) => entry.slice(0, entry.indexOf(' '))));
  const signal = toCountersSignal(counters);
  await Promise.all([...memberIds].map((id) => redis.publish(signalChannelOf(id), signal)));
}

function nameOf(postId: string): string {
  return `watched:${postId}`;
}

function entryOf({ memberId, pageId }: Watcher): string {
  return `${memberId} ${pageId}`;
}
