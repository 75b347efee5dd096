import type { CommentRow } from '@dailyfeed/content-store/client';
import type { CommentThread, LinkedComment } from '@dailyfeed/contract/comment';
import { AppError } from '@dailyfeed/contract/errors';

import { findCommentPath, isGone } from '../db/comment.ts';
import type { Deps } from '../deps.ts';
import { embeddedReplies, readThreads, showThreads, type Thread } from './comment.ts';
import { findOpenedPost } from './post.ts';

type Args = { id: string; viewerId: string | null };

/**
 * A comment by its address, in the thread it belongs to. That a member has read it is told by an event, best effort,
 * once an hour and never of their own; COMMENT_NOT_FOUND for what the viewer may not read.
 */
export async function getLinkedComment(deps: Deps, args: Args): Promise<LinkedComment> {
  const { id, viewerId } = args;
  const path = await findCommentPath(deps.db, id);
  const row = path.at(-1);
  if (!row || isGone(row, viewerId)) throw new AppError('COMMENT_NOT_FOUND');
  const { postId } = row;
  const post = await findOpenedPost(deps, { id: postId, viewerId });
  if (!post) throw new AppError('COMMENT_NOT_FOUND');
  const threads = await growThread(deps, { path, viewerId });
  const shown = await showThreads(deps, { threads, viewerId, place: 'opened' });
  const [thread] = shown.values();
  if (!thread || !holds(thread, id)) throw new AppError('COMMENT_NOT_FOUND');
  if (viewerId !== null && viewerId !== row.authorId) {
    const { authorId } = row;
    const whose = { postId, postAuthorId: post.authorId, authorId };
    const view = { kind: 'comment', commentId: id, ...whose, memberId: viewerId } as const;
    // Who reads does not wait for it; it never rejects.
    void deps.views.note(view, `${id}:${viewerId}`);
  }
  return { postId, thread };
}

/** The first of `path` with its first replies, among which the rest of the path stands, too. */
async function growThread(
  deps: Deps,
  { path, viewerId }: { path: CommentRow[]; viewerId: string | null },
): Promise<Thread[]> {
  const [row, ...rest] = path;
  if (!row) return [];
  const replies = await readThreads(deps, {
    postId: row.postId,
    parentId: row.id,
    viewerId,
    after: null,
    limit: embeddedReplies,
  });
  const [next] = rest;
  if (!next) return [{ id: row.id, row, replies }];
  const grown = await growThread(deps, { path: rest, viewerId });
  const others = replies.rows.filter((reply) => reply.id !== next.id);
  const rows = [...others, ...grown].toSorted((a, b) => (a.id < b.id ? -1 : 1));
  return [{ id: row.id, row, replies: { ...replies, rows } }];
}

function holds(thread: CommentThread, id: string): boolean {
  if (thread.id === id) return thread.author !== null;
  return thread.replies.some((reply) => holds(reply, id));
}
