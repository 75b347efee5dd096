import type { CommentRow, PostRow } from '@dailyfeed/content-store/client';
import type { CommentWithPost, CommentWithPostPage } from '@dailyfeed/contract/comment';
import type { MemberSummary } from '@dailyfeed/contract/member';
import { IdPosition } from '@dailyfeed/service-kit/cursor';

import { findCommentsByAuthor, isGone, toComment } from '../db/comment.ts';
import { findLikedCommentIds } from '../db/post-mark.ts';
import type { Deps } from '../deps.ts';
import { type PageRequest, readPage, toChunk } from './page.ts';
import { findOpenedAuthor } from './visible-author.ts';
import { showPosts } from './visible-post.ts';

type Row = CommentRow & { post: PostRow };

/**
 * One author's comments, newest first, each with the post it stands under; none when the viewer may not read the
 * author.
 */
export async function readCommentsByAuthor(
  deps: Deps,
  request: PageRequest & { authorId: string; viewerId: string | null },
): Promise<CommentWithPostPage> {
  const { authorId, viewerId } = request;
  const author = await findOpenedAuthor(deps, { authorId, viewerId });
  return readPage(request, {
    list: { name: `comments-by/${authorId}`, position: IdPosition },
    read: async (before, limit) => {
      if (!author) return { rows: [], next: null };
      const rows = await findCommentsByAuthor(deps.db, { authorId, before, limit: limit + 1 });
      return toChunk(rows, limit, (row) => row.id);
    },
    show: (rows) => showComments(deps, { rows, author, viewerId }),
    positionOf: (row) => row.id,
  });
}

/** A comment is left out with its post where the reader does not meet that. */
async function showComments(
  deps: Deps,
  args: { rows: Row[]; author: MemberSummary | undefined; viewerId: string | null },
): Promise<Map<string, CommentWithPost>> {
  const { author, viewerId } = args;
  const rows = args.rows.filter((row) => !isGone(row, viewerId));
  if (!author || rows.length === 0) return new Map();
  const [posts, liked] = await Promise.all([
    showPosts(deps, {
      rows: rows.map((row) => row.post),
      viewerId,
      place: { openedAuthorId: author.id },
    }),
    viewerId === null
      ? new Set<string>()
      : findLikedCommentIds(deps.db, {
          memberId: viewerId,
          commentIds: rows.map((row) => row.id),
        }),
  ]);
  const shown = rows.flatMap((row) => {
    const post = posts.get(row.postId);
    const comment = toComment(row, { author, liked: liked.has(row.id) });
    return post ? [{ ...comment, author, post }] : [];
  });
  return new Map(shown.map((comment) => [comment.id, comment]));
}
