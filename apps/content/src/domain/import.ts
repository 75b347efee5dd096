import type { ContentTransaction } from '@dailyfeed/content-store/client';
import { AppError } from '@dailyfeed/contract/errors';
import type { ImportContentInput, ImportResult } from '@dailyfeed/contract/import';

import { findCommentPlaces, insertMissingComments } from '../db/comments.ts';
import { recountPosts, resetActivity } from '../db/counters.ts';
import { insertMissingPostLikes, type PostLike } from '../db/post-likes.ts';
import { insertPostWords } from '../db/post-words.ts';
import { insertMissingPosts, lockPosts, type NewPost } from '../db/posts.ts';
import type { Deps } from '../deps.ts';
import { placeComments } from './comment-place.ts';
import { tellPast } from './import-event.ts';
import { attachImages, claimImages } from './post-image.ts';
import { readTexts, wordsOf, type WrittenText } from './written-text.ts';

/** A full batch takes seconds, not milliseconds. */
const importTimeoutMs = 30_000;

/**
 * Brings in a past: all of a batch or nothing. What has its id already is left alone, so a batch may be sent again.
 * What happened from `toldSince` on is told of, dated as it was; without that nobody is told.
 */
export async function importContent(
  deps: Pick<Deps, 'db' | 'members' | 'events' | 'images'>,
  input: ImportContentInput,
): Promise<ImportResult> {
  const newPosts: NewPost[] = [];
  // One at a time: few have images, and nobody waits.
  for (const post of await readTexts(deps, input.posts)) newPosts.push(await toNewPost(deps, post));
  const newComments = (await readTexts(deps, input.comments)).map(toNewComment);
  const imported = await deps.db.$transaction(
    async (tx) => {
      const inserted = await insertMissingPosts(tx, newPosts.toSorted(byId));
      const words = newPosts.filter((post) => inserted.has(post.id)).map(wordsOf);
      await insertPostWords(tx, words);
      for (const post of newPosts) {
        if (inserted.has(post.id) && post.images.length > 0) await attachImages(tx, post);
      }
      const postIds = await lockTouchedPosts(tx, input);
      const known = await findCommentPlaces(tx, mentionedComments(input));
      const placed = placeComments(newComments, known);
      const comments = await insertMissingComments(tx, placed);
      const likes = await insertMissingPostLikes(tx, input.likes.map(toLike));
      await recountPosts(tx, postIds);
      await resetActivity(tx, postIds);
      if (input.toldSince !== undefined) {
        const since = new Date(input.toldSince);
        await tellPast(deps, tx, { since, postIds: [...inserted], commentIds: comments, likes });
      }
      return inserted.size + comments.length + likes.length;
    },
    { timeout: importTimeoutMs },
  );
  deps.events.wake();
  return { imported };
}

async function lockTouchedPosts(
  tx: ContentTransaction,
  input: ImportContentInput,
): Promise<string[]> {
  const ids = new Set([
    ...input.posts.map((post) => post.id),
    ...input.comments.map((comment) => comment.postId),
    ...input.likes.map((like) => like.postId),
  ]);
  const found = await lockPosts(tx, [...ids]);
  for (const list of ['comments', 'likes'] as const) {
    const index = input[list].findIndex((item) => !found.has(item.postId));
    if (index !== -1) {
      throw new AppError('POST_NOT_FOUND', {
        details: { fields: { [`${list}.${index}.postId`]: 'invalid' } },
      });
    }
  }
  return [...ids];
}

/** Ids of the comments and of those they answer: what is there already decides. */
function mentionedComments({ comments }: ImportContentInput): string[] {
  const ids = comments.flatMap(({ id, parentId }) => (parentId ? [id, parentId] : [id]));
  return [...new Set(ids)];
}

async function toNewPost(
  deps: Pick<Deps, 'images'>,
  post: ImportContentInput['posts'][number] & WrittenText,
): Promise<NewPost> {
  const { id: postId, authorId: memberId, contentWarning = null } = post;
  const images = await claimImages(deps, { postId, memberId, images: post.images ?? [] });
  return { ...post, contentWarning, images, createdAt: new Date(post.createdAt) };
}

function toNewComment({
  language: _language,
  ...comment
}: ImportContentInput['comments'][number] & WrittenText) {
  return { ...comment, createdAt: new Date(comment.createdAt) };
}

function toLike(like: ImportContentInput['likes'][number]): PostLike {
  return { ...like, createdAt: new Date(like.createdAt) };
}

/** Two imports that meet insert in the same order, so neither waits for the other in a circle. */
function byId(a: { id: string }, b: { id: string }): number {
  return a.id < b.id ? -1 : 1;
}
