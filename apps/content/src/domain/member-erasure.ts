import type { ContentTransaction } from '@dailyfeed/content-store/client';

import { findComment } from '../db/comments.ts';
import {
  findSomeComments,
  findSomeLikedCommentPostIds,
  findSomeLivingPostIds,
  findSomeMarkedPostIds,
  findSomePostIds,
  type Mark,
  removeCommentLikes,
  removeMarks,
  removeOrBlankComment,
  removeRest,
  removeSomeMentions,
} from '../db/member-erasure.ts';
import { removeModerationNotes } from '../db/moderation-actions.ts';
import { lockPost, lockPosts } from '../db/posts.ts';
import { removeReportsOfComment } from '../db/reports.ts';
import type { Deps } from '../deps.ts';
import { removeComment } from './comment.ts';
import { purgePosts } from './post-removal.ts';
import { removePost } from './post.ts';

type ErasureDeps = Pick<Deps, 'db' | 'now' | 'events'>;

/** So many in one transaction that nobody waits long for the locks on their posts. */
const batchSize = 50;
const timeoutMs = 15_000;

/**
 * Erases what a member who is gone has written, liked and kept, a bounded number in each transaction, with counters and
 * events as when they had done it themselves. Stopped anywhere it goes on where it is called again, and again is fine.
 */
export async function eraseMember(deps: ErasureDeps, memberId: string): Promise<void> {
  const steps: ((tx: ContentTransaction) => Promise<number>)[] = [
    (tx) => deletePosts(deps, tx, memberId),
    (tx) => eraseComments(deps, tx, memberId),
    (tx) => eraseMarks(tx, 'likes', memberId),
    (tx) => eraseMarks(tx, 'bookmarks', memberId),
    (tx) => eraseCommentLikes(tx, memberId),
    (tx) => removeSomeMentions(tx, { memberId, limit: batchSize }),
  ];
  for (const step of steps) {
    while ((await deps.db.$transaction(step, { timeout: timeoutMs })) > 0) deps.events.wake();
  }
  while ((await purgeSomePosts(deps, memberId)) > 0);
  await deps.db.$transaction((tx) => removeRest(tx, memberId), { timeout: timeoutMs });
}

async function deletePosts(
  deps: ErasureDeps,
  tx: ContentTransaction,
  memberId: string,
): Promise<number> {
  const ids = await findSomeLivingPostIds(tx, { memberId, limit: batchSize });
  for (const id of ids) {
    const post = await lockPost(tx, id);
    if (post && !post.deletedAt) await removePost(deps, tx, { post, actorId: memberId });
  }
  return ids.length;
}

async function purgeSomePosts(deps: ErasureDeps, memberId: string): Promise<number> {
  const ids = await findSomePostIds(deps.db, { memberId, limit: batchSize });
  return purgePosts(deps.db, ids);
}

async function eraseComments(
  deps: ErasureDeps,
  tx: ContentTransaction,
  memberId: string,
): Promise<number> {
  const some = { memberId, limit: batchSize };
  const locked = await lockPosts(tx, await postIdsOf(tx, some));
  // Read again behind the locks; what is under another post waits for the next batch.
  const comments = await findSomeComments(tx, some);
  for (const { id, postId } of comments.filter((each) => locked.has(each.postId))) {
    const post = await lockPost(tx, postId);
    const comment = await findComment(tx, id);
    if (!post || !comment) continue;
    if (!comment.deletedAt) {
      await removeComment(deps, tx, { place: { comment, post }, actorId: memberId });
    }
    await removeOrBlankComment(tx, id);
    await removeReportsOfComment(tx, id);
    await removeModerationNotes(tx, { kind: 'comment', ids: [id] });
  }
  return comments.length;
}

async function postIdsOf(
  tx: ContentTransaction,
  some: { memberId: string; limit: number },
): Promise<string[]> {
  return [...new Set((await findSomeComments(tx, some)).map(({ postId }) => postId))];
}

async function eraseMarks(tx: ContentTransaction, mark: Mark, memberId: string): Promise<number> {
  const postIds = await findSomeMarkedPostIds(tx, mark, { memberId, limit: batchSize });
  await lockPosts(tx, postIds);
  await removeMarks(tx, mark, { memberId, postIds });
  return postIds.length;
}

async function eraseCommentLikes(tx: ContentTransaction, memberId: string): Promise<number> {
  const postIds = await findSomeLikedCommentPostIds(tx, { memberId, limit: batchSize });
  await lockPosts(tx, postIds);
  await removeCommentLikes(tx, { memberId, postIds });
  return postIds.length;
}
