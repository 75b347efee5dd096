import type { CommentRow } from '@dailyfeed/content-store/client';
import type { CommentPage, CommentThread } from '@dailyfeed/contract/comment';
import { AppError } from '@dailyfeed/contract/errors';
import type { MemberSummary } from '@dailyfeed/contract/member';
import { encodeCursor, IdPosition, type List } from '@dailyfeed/service-kit/cursor';

import { findComment, findThreadRows } from '../db/comment.ts';
import type { Deps } from '../deps.ts';
import { type Chunk, type PageRequest, readPage, toChunk } from './page.ts';
import { getPost } from './post.ts';
import { findVisibleAuthors } from './visible-author.ts';

/** Replies that come with each comment; the rest is asked for by their parent. */
const embeddedReplies = 3;

type Thread = { id: string; row: CommentRow; replies: Chunk<Thread, string> };

/** Comments under a post, or replies under a comment, oldest first, each with its first replies. */
export async function readComments(
  deps: Deps,
  request: PageRequest & {
    postId: string;
    parentId?: string | null | undefined;
    viewerId: string | null;
  },
): Promise<CommentPage> {
  const { viewerId } = request;
  const postId = request.postId;
  const parentId = request.parentId ?? null;
  await Promise.all([
    getPost(deps, { id: postId, viewerId }),
    requireComment(deps, { id: parentId, postId }),
  ]);
  return readPage(request, {
    list: listOf({ postId, parentId }),
    read: (after, limit) => readThreads(deps, { postId, parentId, after, limit }),
    show: (threads) => showThreads(deps, { threads, viewerId }),
    positionOf: (thread) => thread.id,
  });
}

async function requireComment(
  deps: Deps,
  args: { id: string | null; postId: string },
): Promise<void> {
  const { id, postId } = args;
  if (id !== null && !(await findComment(deps.db, { id, postId }))) {
    throw new AppError('COMMENT_NOT_FOUND');
  }
}

async function readThreads(
  deps: Deps,
  args: { postId: string; parentId: string | null; after: string | null; limit: number },
): Promise<Chunk<Thread, string>> {
  const rows = await findThreadRows(deps.db, {
    ...args,
    limit: args.limit + 1,
    replyLimit: embeddedReplies + 1,
  });
  const rowsByParent = Map.groupBy(rows, (row) => row.parentId);
  const toThreads = (parentId: string | null, limit: number): Chunk<Thread, string> => {
    const threads = (rowsByParent.get(parentId) ?? []).map((row) => ({
      id: row.id,
      row,
      replies: toThreads(row.id, embeddedReplies),
    }));
    return toChunk(threads, limit, (thread) => thread.id);
  };
  return toThreads(args.parentId, args.limit);
}

/** What the viewer may read, by id; a hidden comment takes its replies with it. */
async function showThreads(
  deps: Deps,
  args: { threads: Thread[]; viewerId: string | null },
): Promise<Map<string, CommentThread>> {
  const authors = await findVisibleAuthors(deps, {
    authorIds: args.threads.flatMap(authorIdsOf),
    viewerId: args.viewerId,
    place: 'unasked',
  });
  const shown = args.threads.flatMap((thread) => toCommentThreads(thread, authors));
  return new Map(shown.map((thread) => [thread.id, thread]));
}

function authorIdsOf(thread: Thread): string[] {
  return [thread.row.authorId, ...thread.replies.rows.flatMap(authorIdsOf)];
}

/** One thread, or none when its author is hidden. */
function toCommentThreads(thread: Thread, authors: Map<string, MemberSummary>): CommentThread[] {
  const { row, replies } = thread;
  const author = authors.get(row.authorId);
  if (!author) return [];
  const list = listOf({ postId: row.postId, parentId: row.id });
  return [
    {
      id: row.id,
      postId: row.postId,
      parentId: row.parentId,
      depth: row.depth,
      authorId: row.authorId,
      author,
      text: row.text,
      createdAt: row.createdAt.toISOString(),
      likeCount: row.likeCount,
      replyCount: row.replyCount,
      // Comments can be counted as liked, but not liked yet.
      liked: false,
      replies: replies.rows.flatMap((reply) => toCommentThreads(reply, authors)),
      repliesCursor: replies.next === null ? null : encodeCursor(list, replies.next),
    },
  ];
}

function listOf(args: { postId: string; parentId: string | null }): List<string> {
  return { name: `comments/${args.postId}/${args.parentId ?? ''}`, position: IdPosition };
}
