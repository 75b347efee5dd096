import type { ContentTransaction } from '@dailyfeed/content-store/client';

import { findAnswers } from '../db/comments.ts';
import type { PostLike } from '../db/post-likes.ts';
import { findShownPosts } from '../db/posts.ts';
import type { Deps } from '../deps.ts';
import { recordComment } from './comment-event.ts';
import { recordPost, recordPostLike } from './post-event.ts';

type Telling = Pick<Deps, 'events'>;
/** Of so many authors at once nobody is asked. */
const visibility = null;

type Fact = { at: Date; tell: (deps: Telling) => Promise<void> };

/** Tells of what has come in and happened since, in its order and with its times; counters are those of today. */
export async function tellPast(
  deps: Telling,
  tx: ContentTransaction,
  past: { since: Date; postIds: string[]; commentIds: string[]; likes: PostLike[] },
): Promise<void> {
  const answers = await findAnswers(tx, past.commentIds);
  const touched = new Set([
    ...past.postIds,
    ...answers.map(({ comment }) => comment.postId),
    ...past.likes.map((like) => like.postId),
  ]);
  const posts = new Map((await findShownPosts(tx, [...touched])).map((post) => [post.id, post]));

  const facts: Fact[] = [];
  for (const id of past.postIds) {
    const post = posts.get(id);
    if (!post) continue;
    const fact = { type: 'post.created', post, visibility } as const;
    facts.push({ at: post.createdAt, tell: (told) => recordPost(told, tx, fact) });
  }
  for (const { comment, parentAuthorId } of answers) {
    const post = posts.get(comment.postId);
    if (!post) continue;
    const fact = { type: 'comment.created', comment, post, parentAuthorId, visibility } as const;
    facts.push({ at: comment.createdAt, tell: (told) => recordComment(told, tx, fact) });
  }
  for (const { postId, memberId, createdAt } of past.likes) {
    const post = posts.get(postId);
    if (!post) continue;
    const fact = { type: 'post.liked', post, memberId } as const;
    facts.push({ at: createdAt, tell: (told) => recordPostLike(told, tx, fact) });
  }

  const recent = facts.filter(({ at }) => at >= past.since);
  for (const { at, tell } of recent.toSorted((a, b) => a.at.getTime() - b.at.getTime())) {
    const { events } = deps;
    await tell({ events: { ...events, record: (_, event) => events.record(tx, event, at) } });
  }
}
