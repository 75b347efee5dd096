import type { WatchInput } from '@dailyfeed/contract/post';
import type { PostCounters } from '@dailyfeed/contract/signal';

import { findPosts } from '../db/post.ts';
import {
  addWatcher,
  endWatches,
  findWatchedPostIds,
  removeWatcher,
  signalCounters,
} from '../db/watcher.ts';
import type { Deps } from '../deps.ts';
import { getPost } from './post.ts';

type Args = WatchInput & { memberId: string };

/**
 * A page shows a post and wants to hear of its counters, for a minute and a half unless it asks again. Whether the
 * member may still see the post is looked at each time; without Redis the page hears nothing. Gives the counters as
 * they are: what changed while the page was not told is made up for.
 */
export async function watchPost(deps: Deps, args: Args): Promise<PostCounters> {
  const { id: postId, pageId, memberId } = args;
  const post = await getPost(deps, { id: postId, viewerId: memberId });
  const watcher = { postId, memberId, pageId, authorId: post.author.id };
  await deps.state.ask((redis) => addWatcher(redis, watcher, deps.now()));
  // Once more: what was counted before the page was to be told, it would not hear of.
  const [row] = await findPosts(deps.db, [postId]);
  const { likeCount, commentCount } = row ?? post;
  return { postId, likeCount, commentCount };
}

export async function unwatchPost(deps: Deps, args: Args): Promise<void> {
  const { id: postId, pageId, memberId } = args;
  await deps.state.ask((redis) => removeWatcher(redis, { postId, memberId, pageId }));
}

/** A post is deleted, or hidden by moderation: nobody but its author sees how it goes on. */
export async function endWatchesOfPost(
  deps: Pick<Deps, 'state'>,
  { postId, authorId }: { postId: string; authorId: string },
): Promise<void> {
  await endWatches(deps.state.redis, postId, (memberId) => memberId !== authorId);
}

/**
 * Somebody, or where that is null everybody but the author, may no longer see what an author wrote, or may not: whose
 * page may, has it watched again when it asks the next time.
 */
export async function endWatchesOfAuthor(
  deps: Pick<Deps, 'state'>,
  { authorId, memberId }: { authorId: string; memberId: string | null },
): Promise<void> {
  const { redis } = deps.state;
  const isOver = (id: string): boolean => (memberId === null ? id !== authorId : id === memberId);
  for (const postId of await findWatchedPostIds(redis, authorId)) {
    await endWatches(redis, postId, isOver);
  }
}

/** Tells open pages of new counters; rejects while Redis is away, and is then to be tried again. */
export async function tellCounters(
  deps: Pick<Deps, 'state' | 'now'>,
  counters: PostCounters,
): Promise<void> {
  // Nobody waits for it: what a Redis that is only late would lose here, pages would not learn for half a minute.
  await signalCounters(deps.state.redis, counters, deps.now());
}
