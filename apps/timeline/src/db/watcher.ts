import { type PostCounters, signalChannelOf, toCountersSignal } from '@dailyfeed/contract/signal';
import type { Redis } from 'ioredis';

/** A page that does not ask again has gone. */
const watchedForMs = 90_000;
/** Of more pages than this, the first hear of it; the others see the counters when they look again. */
const watchersMax = 1000;

/** A page of a member that shows a post. */
export type Watcher = { postId: string; memberId: string; pageId: string };

export async function addWatcher(
  redis: Redis,
  { authorId, ...watcher }: Watcher & { authorId: string },
  now: Date,
): Promise<void> {
  const key = nameOf(watcher.postId);
  await redis.zremrangebyscore(key, '-inf', now.getTime());
  const isThere = (await redis.zscore(key, entryOf(watcher))) !== null;
  if (!isThere && (await redis.zcard(key)) >= watchersMax) return;
  // First: whoever ends watches of an author's posts looks there for them.
  const postsKey = postsNameOf(authorId);
  await redis.zremrangebyscore(postsKey, '-inf', now.getTime());
  await add(redis, { key: postsKey, entry: watcher.postId, now });
  await add(redis, { key, entry: entryOf(watcher), now });
}

/** Sorted by the end of each watch, so that what has ended is found. */
async function add(
  redis: Redis,
  { key, entry, now }: { key: string; entry: string; now: Date },
): Promise<void> {
  await redis
    .multi()
    .zadd(key, now.getTime() + watchedForMs, entry)
    .pexpire(key, watchedForMs)
    .exec();
}

export async function removeWatcher(redis: Redis, watcher: Watcher): Promise<void> {
  await redis.zrem(nameOf(watcher.postId), entryOf(watcher));
}

/** Ends the watches of a post of all of whom it is said that they are over. */
export async function endWatches(
  redis: Redis,
  postId: string,
  isOver: (memberId: string) => boolean,
): Promise<void> {
  const entries = await redis.zrange(nameOf(postId), 0, -1);
  const over = entries.filter((entry) => isOver(memberIdIn(entry)));
  if (over.length > 0) await redis.zrem(nameOf(postId), ...over);
}

/** Which posts of an author pages have open, or had just now. */
export async function findWatchedPostIds(redis: Redis, authorId: string): Promise<string[]> {
  return redis.zrange(postsNameOf(authorId), 0, -1);
}

/** Sends the counters of a post to those members who have it open. */
export async function signalCounters(
  redis: Redis,
  counters: PostCounters,
  now: Date,
): Promise<void> {
  const entries = await redis.zrangebyscore(nameOf(counters.postId), now.getTime(), '+inf');
  const memberIds = new Set(entries.map(memberIdIn));
  const signal = toCountersSignal(counters);
  await Promise.all([...memberIds].map((id) => redis.publish(signalChannelOf(id), signal)));
}

function nameOf(postId: string): string {
  return `watched:${postId}`;
}

function postsNameOf(authorId: string): string {
  return `watched-of:${authorId}`;
}

function entryOf({ memberId, pageId }: Watcher): string {
  return `${memberId} ${pageId}`;
}

function memberIdIn(entry: string): string {
  return entry.slice(0, entry.indexOf(' '));
}
