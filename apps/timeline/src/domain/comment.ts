import type { CommentRow } from '@dailyfeed/content-store/client';
import type { CommentPage, CommentThread } from '@dailyfeed/contract/comment';
import { AppError } from '@dailyfeed/contract/errors';
import type { MemberSummary } from '@dailyfeed/contract/member';
import { encodeCursor, IdPosition, type List } from '@dailyfeed/service-kit/cursor';

import { findCommentPath, findThreadRows, isGone, toComment } from '../db/comment.ts';
import { findLikedCommentIds } from '../db/post-mark.ts';
import type { Deps } from '../deps.ts';
import { type Chunk, type PageRequest, readPage, toChunk } from './page.ts';
import { getPost } from './post.ts';
import { findVisibleAuthors, type Place } from './visible-author.ts';

/** Replies that come with each comment; the rest is asked for by their parent. */
export const embeddedReplies = 3;

export type Thread = { id: string; row: CommentRow; replies: Chunk<Thread, string> };

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
  const [, isParentShown] = await Promise.all([
    getPost(deps, { id: postId, viewerId }),
    parentId === null || isShown(deps, { id: parentId, postId, viewerId }),
  ]);
  // After the post, whichever was answered first: of one under a post that is not theirs to read nobody learns.
  if (!isParentShown) throw new AppError('COMMENT_NOT_FOUND');
  return readPage(request, {
    list: listOf({ postId, parentId }),
    read: (after, limit) => readThreads(deps, { postId, parentId, viewerId, after, limit }),
    show: (threads) => showThreads(deps, { threads, viewerId, place: 'unasked' }),
    positionOf: (thread) => thread.id,
  });
}

/** Whether the comment, or its place, stands under the post, and the viewer may read whoever wrote it and what it answers. */
async function isShown(
  deps: Deps,
  args: { id: string; postId: string; viewerId: string | null },
): Promise<boolean> {
  const { id, postId, viewerId } = args;
  const path = await findCommentPath(deps.db, id);
  const row = path.at(-1);
  if (row?.postId !== postId || (isGone(row, viewerId) && row.replyCount === 0)) return false;
  const authorIds = path.filter((each) => !isGone(each, viewerId)).map((each) => each.authorId);
  const authors = await findVisibleAuthors(deps, { authorIds, viewerId, place: 'opened' });
  return authorIds.every((authorId) => authors.has(authorId));
}

export async function readThreads(
  deps: Deps,
  args: {
    postId: string;
    parentId: string | null;
    viewerId: string | null;
    after: string | null;
    limit: number;
  },
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
export async function showThreads(
  deps: Deps,
  args: { threads: Thread[]; viewerId: string | null; place: Place },
): Promise<Map<string, CommentThread>> {
  const { viewerId, place } = args;
  const rows = args.threads.flatMap(rowsOf).filter((row) => !isGone(row, viewerId));
  const [authors, liked] = await Promise.all([
    findVisibleAuthors(deps, {
      authorIds: rows.map((row) => row.authorId),
      viewerId,
      place,
    }),
    viewerId === null
      ? new Set<string>()
      : findLikedCommentIds(deps.db, {
          memberId: viewerId,
          commentIds: rows.map((row) => row.id),
        }),
  ]);
  const shown = args.threads.flatMap((thread) =>
    toCommentThreads(thread, { authors, liked, viewerId }),
  );
  return new Map(shown.map((thread) => [thread.id, thread]));
}

function rowsOf(thread: Thread): CommentRow[] {
  return [thread.row, ...thread.replies.rows.flatMap(rowsOf)];
}

type Seen = {
  authors: Map<string, MemberSummary>;
  liked: ReadonlySet<string>;
  viewerId: string | null;
};

/** One thread, or none when its author is hidden. */
function toCommentThreads(thread: Thread, seen: Seen): CommentThread[] {
  const { row, replies } = thread;
  const author = isGone(row, seen.viewerId) ? null : seen.authors.get(row.authorId);
  if (author === undefined) return [];
  const list = listOf({ postId: row.postId, parentId: row.id });
  return [
    {
      ...toComment(row, { author, liked: seen.liked.has(row.id) }),
      replies: replies.rows.flatMap((reply) => toCommentThreads(reply, seen)),
      repliesCursor: replies.next === null ? null : encodeCursor(list, replies.next),
    },
  ];
}

function listOf(args: { postId: string; parentId: string | null }): List<string> {
  return { name: `comments/${args.postId}/${args.parentId ?? ''}`, position: IdPosition };
}
