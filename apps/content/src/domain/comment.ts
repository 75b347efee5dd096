import type { CommentRow, ContentTransaction } from '@dailyfeed/content-store/client';
import { commentDepthMax, type WrittenComment } from '@dailyfeed/contract/comment';
import { AppError } from '@dailyfeed/contract/errors';
import { newId } from '@dailyfeed/service-kit/id';

import {
  findComment,
  incrementReplyCount,
  insertComment,
  toWrittenComment,
} from '../db/comments.ts';
import { updatePost } from '../db/posts.ts';
import type { Deps } from '../deps.ts';
import { findHiddenAuthors } from './hidden-author.ts';
import { findFirstResult } from './idempotency.ts';
import { lockMetPost } from './post.ts';
import { write } from './write.ts';

type Args = {
  authorId: string;
  postId: string;
  parentId?: string | null | undefined;
  text: string;
  idempotencyKey: string;
};

/** Answers a post or, up to three levels, a comment under it. A replay gets the first answer again. */
export async function createComment(deps: Deps, args: Args): Promise<WrittenComment> {
  const { authorId, postId, text, parentId = null } = args;
  const now = deps.now();
  const id = newId();
  const hidden = await findHiddenAuthors(deps, { memberId: authorId, postId, commentId: parentId });
  return write(deps, async (tx) => {
    const first = await findFirstResult(tx, {
      memberId: authorId,
      key: args.idempotencyKey,
      content: ['comment.create', postId, parentId, text],
      resultId: id,
      now,
    });
    if (first) return getWrittenComment(tx, first.id);

    const post = await lockMetPost(tx, postId, hidden);
    const parent =
      parentId === null ? undefined : await getParent(tx, { postId, parentId, hidden });
    const depth = parent ? parent.depth + 1 : 0;
    if (depth > commentDepthMax) throw new AppError('COMMENT_TOO_DEEP');

    const comment = await insertComment(tx, {
      id,
      postId,
      parentId,
      depth,
      authorId,
      text,
      createdAt: now,
    });
    await updatePost(tx, post.id, {
      commentCount: post.commentCount + 1,
      // Clocks of two processes differ; activity never goes back.
      lastActivityAt: now > post.lastActivityAt ? now : post.lastActivityAt,
    });
    if (parent) await incrementReplyCount(tx, parent.id);
    await deps.events.record(tx, {
      type: 'comment.created',
      actorId: authorId,
      subject: { kind: 'comment', id },
      data: {
        commentId: id,
        postId,
        postAuthorId: post.authorId,
        parentId,
        parentAuthorId: parent?.authorId ?? null,
        authorId,
        text,
        createdAt: now.toISOString(),
      },
    });
    return toWrittenComment(comment);
  });
}

async function getParent(
  tx: ContentTransaction,
  args: { postId: string; parentId: string; hidden: ReadonlySet<string> },
): Promise<CommentRow> {
  const parent = await findComment(tx, args.parentId);
  if (!parent || parent.deletedAt || parent.postId !== args.postId) {
    throw new AppError('COMMENT_NOT_FOUND');
  }
  if (args.hidden.has(parent.authorId)) throw new AppError('COMMENT_NOT_FOUND');
  return parent;
}

async function getWrittenComment(tx: ContentTransaction, id: string): Promise<WrittenComment> {
  const comment = await findComment(tx, id);
  if (!comment) throw new AppError('COMMENT_NOT_FOUND');
  return toWrittenComment(comment);
}
