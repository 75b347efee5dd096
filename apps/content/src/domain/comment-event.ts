import type { CommentRow, ContentTransaction, PostRow } from '@dailyfeed/content-store/client';
import type { Visibility } from '@dailyfeed/contract/member';

import { findComment, toWrittenComment } from '../db/comments.ts';
import type { Deps } from '../deps.ts';
import { detectLanguage } from './language.ts';
import { mentionsIn } from './written-text.ts';

type Place = { comment: CommentRow; post: Pick<PostRow, 'id' | 'authorId' | 'commentCount'> };

export async function recordComment(
  deps: Pick<Deps, 'events'>,
  tx: ContentTransaction,
  fact: Place & {
    type: 'comment.created' | 'comment.edited';
    parentAuthorId: string | null;
    visibility: Visibility | null;
  },
): Promise<void> {
  const { post, parentAuthorId } = fact;
  const { id, entities, depth: _depth, ...comment } = toWrittenComment(fact.comment);
  await deps.events.record(tx, {
    type: fact.type,
    actorId: comment.authorId,
    subject: { kind: 'comment', id },
    data: {
      ...comment,
      commentId: id,
      postAuthorId: post.authorId,
      parentAuthorId,
      ...mentionsIn(entities),
      language: detectLanguage(comment.text, entities),
      commentCount: post.commentCount,
      visibility: fact.visibility,
      hidden: fact.comment.hiddenAt !== null,
    },
  });
}

export async function recordDeletedComment(
  deps: Pick<Deps, 'events'>,
  tx: ContentTransaction,
  fact: Place & { actorId: string | null },
): Promise<void> {
  await deps.events.record(tx, {
    type: 'comment.deleted',
    actorId: fact.actorId,
    ...withoutWords(fact),
  });
}

export async function recordCommentLike(
  deps: Pick<Deps, 'events'>,
  tx: ContentTransaction,
  fact: Place & { type: 'comment.liked' | 'comment.unliked'; memberId: string },
): Promise<void> {
  const { comment, post, memberId } = fact;
  await deps.events.record(tx, {
    type: fact.type,
    actorId: memberId,
    subject: { kind: 'comment', id: comment.id },
    data: {
      commentId: comment.id,
      commentAuthorId: comment.authorId,
      postId: post.id,
      postAuthorId: post.authorId,
      memberId,
      likeCount: comment.likeCount,
    },
  });
}

/** Tells that moderation has hidden a comment, or shows it again. Whose doing that is, only the admins' log says. */
export async function recordModeratedComment(
  deps: Pick<Deps, 'events'>,
  tx: ContentTransaction,
  { place, visibility }: { place: Place; visibility: Visibility | null },
): Promise<void> {
  const { subject, data } = withoutWords(place);
  if (place.comment.hiddenAt) {
    return deps.events.record(tx, { type: 'comment.hidden', actorId: null, subject, data });
  }
  const { text, entities, createdAt, editedAt } = toWrittenComment(place.comment);
  const parent = data.parentId === null ? undefined : await findComment(tx, data.parentId);
  const language = detectLanguage(text, entities);
  const words = { text, language, createdAt, editedAt, ...mentionsIn(entities) };
  const parentAuthorId = parent?.authorId ?? null;
  await deps.events.record(tx, {
    type: 'comment.unhidden',
    actorId: null,
    subject,
    data: { ...data, ...words, parentAuthorId, visibility },
  });
}

/** Which comment it is, and where it stands. */
function withoutWords({ comment, post }: Place) {
  const { id: commentId, postId, parentId, authorId, version } = comment;
  return {
    subject: { kind: 'comment', id: commentId },
    data: {
      commentId,
      postId,
      postAuthorId: post.authorId,
      parentId,
      authorId,
      version,
      commentCount: post.commentCount,
    },
  } as const;
}
