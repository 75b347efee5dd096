import type { ContentTransaction, PostRow } from '@dailyfeed/content-store/client';
import type { Visibility } from '@dailyfeed/contract/member';

import { toWrittenPost } from '../db/posts.ts';
import type { Deps } from '../deps.ts';
import { mentionsIn, tagsOf } from './written-text.ts';

/** Tells of a post and all that consumers need of it, so that none asks back. */
export async function recordPost(
  deps: Pick<Deps, 'events'>,
  tx: ContentTransaction,
  fact: {
    type: 'post.created' | 'post.edited';
    post: PostRow;
    visibility: Visibility | null;
    removedImageIds?: string[];
  },
): Promise<void> {
  const { likeCount, commentCount } = fact.post;
  const { id, entities, ...post } = toWrittenPost(fact.post);
  await deps.events.record(tx, {
    type: fact.type,
    actorId: post.authorId,
    subject: { kind: 'post', id },
    data: {
      ...post,
      postId: id,
      tags: tagsOf(entities),
      ...mentionsIn(entities),
      likeCount,
      commentCount,
      visibility: fact.visibility,
      hidden: fact.post.hiddenAt !== null,
      removedImageIds: fact.removedImageIds ?? [],
    },
  });
}

export async function recordDeletedPost(
  deps: Pick<Deps, 'events'>,
  tx: ContentTransaction,
  post: Pick<PostRow, 'id' | 'authorId' | 'version'> & { actorId: string | null },
): Promise<void> {
  const { id: postId, authorId, version, actorId } = post;
  await deps.events.record(tx, {
    type: 'post.deleted',
    actorId,
    subject: { kind: 'post', id: postId },
    data: { postId, authorId, version },
  });
}

export async function recordPostLike(
  deps: Pick<Deps, 'events'>,
  tx: ContentTransaction,
  fact: { type: 'post.liked' | 'post.unliked'; post: PostRow; memberId: string },
): Promise<void> {
  const { post, memberId } = fact;
  await deps.events.record(tx, {
    type: fact.type,
    actorId: memberId,
    subject: { kind: 'post', id: post.id },
    data: { postId: post.id, postAuthorId: post.authorId, memberId, likeCount: post.likeCount },
  });
}

/** Tells that moderation has hidden a post, or shows it again. Whose doing that is, only the admins' log says. */
export async function recordModeratedPost(
  deps: Pick<Deps, 'events'>,
  tx: ContentTransaction,
  { row, visibility }: { row: PostRow; visibility: Visibility | null },
): Promise<void> {
  const { id: postId, authorId, version, likeCount, commentCount } = row;
  const subject = { kind: 'post', id: postId } as const;
  if (row.hiddenAt) {
    const data = { postId, authorId, version };
    return deps.events.record(tx, { type: 'post.hidden', actorId: null, subject, data });
  }
  const { id: _id, entities, ...post } = toWrittenPost(row);
  const words = { tags: tagsOf(entities), ...mentionsIn(entities) };
  const data = { ...post, postId, ...words, likeCount, commentCount, visibility };
  return deps.events.record(tx, { type: 'post.unhidden', actorId: null, subject, data });
}
