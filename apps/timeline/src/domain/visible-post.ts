import type { PostRow } from '@dailyfeed/content-store/client';
import type { MemberSummary } from '@dailyfeed/contract/member';
import type { Post } from '@dailyfeed/contract/post';

import { findLikedPostIds } from '../db/post.ts';
import type { Deps } from '../deps.ts';
import { findVisibleAuthors, type Place } from './visible-author.ts';

/**
 * The one place where rows become posts that a viewer sees, by id. Left out are the deleted ones and those whose
 * author is gone, disabled, not for this viewer to read, or hidden from them in this place.
 */
export async function showPosts(
  deps: Deps,
  args: { rows: PostRow[]; viewerId: string | null; place: Place },
): Promise<Map<string, Post>> {
  const { viewerId, place } = args;
  const rows = args.rows.filter((row) => row.deletedAt === null);
  const [authors, liked] = await Promise.all([
    findVisibleAuthors(deps, { authorIds: rows.map((row) => row.authorId), viewerId, place }),
    viewerId === null
      ? new Set<string>()
      : findLikedPostIds(deps.db, { memberId: viewerId, postIds: rows.map((row) => row.id) }),
  ]);
  const posts = new Map<string, Post>();
  for (const row of rows) {
    const author = authors.get(row.authorId);
    if (author) posts.set(row.id, toPost(row, { author, liked: liked.has(row.id) }));
  }
  return posts;
}

function toPost(row: PostRow, seen: { author: MemberSummary; liked: boolean }): Post {
  return {
    id: row.id,
    authorId: row.authorId,
    author: seen.author,
    text: row.text,
    createdAt: row.createdAt.toISOString(),
    editedAt: row.editedAt?.toISOString() ?? null,
    likeCount: row.likeCount,
    commentCount: row.commentCount,
    liked: seen.liked,
  };
}
