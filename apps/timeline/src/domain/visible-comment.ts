import type { CommentRow, PostRow } from '@dailyfeed/content-store/client';
import type { CommentWithPost, VisibleCommentsInput } from '@dailyfeed/contract/comment';

import { findCommentsWithPosts, isGone, toComment } from '../db/comment.ts';
import { findLikedCommentIds } from '../db/post-mark.ts';
import type { Deps } from '../deps.ts';
import { placeOf } from './post.ts';
import { findVisibleAuthors, type Place } from './visible-author.ts';
import { showPosts } from './visible-post.ts';

/** Of the comments asked for, those that the viewer sees, each with its post, in the order asked for. */
export async function listVisibleComments(
  deps: Deps,
  { ids, openedAuthorId, viewerId }: VisibleCommentsInput & { viewerId: string | null },
): Promise<CommentWithPost[]> {
  const rows = await findCommentsWithPosts(deps.db, ids);
  const comments = await showComments(deps, { rows, viewerId, place: placeOf(openedAuthorId) });
  return [...new Set(ids)].flatMap((id) => comments.get(id) ?? []);
}

/** Comments by id, each with the post it stands under; it is left out with that where the reader does not meet it. */
export async function showComments(
  deps: Deps,
  args: { rows: (CommentRow & { post: PostRow })[]; viewerId: string | null; place: Place },
): Promise<Map<string, CommentWithPost>> {
  const { viewerId, place } = args;
  const rows = args.rows.filter((row) => !isGone(row, viewerId));
  if (rows.length === 0) return new Map();
  const [authors, posts, liked] = await Promise.all([
    findVisibleAuthors(deps, { authorIds: rows.map((row) => row.authorId), viewerId, place }),
    showPosts(deps, { rows: rows.map((row) => row.post), viewerId, place }),
    viewerId === null
      ? new Set<string>()
      : findLikedCommentIds(deps.db, {
          memberId: viewerId,
          commentIds: rows.map((row) => row.id),
        }),
  ]);
  const shown = rows.flatMap((row) => {
    const [author, post] = [authors.get(row.authorId), posts.get(row.postId)];
    if (!author || !post) return [];
    const comment = toComment(row, { author, liked: liked.has(row.id) });
    return [{ ...comment, author, post }];
  });
  return new Map(shown.map((comment) => [comment.id, comment]));
}
