import type { PostRow } from '@dailyfeed/content-store/client';
import type { AttachedImage } from '@dailyfeed/contract/image';
import type { Post } from '@dailyfeed/contract/post';

import { findPostMarks, type PostMarks } from '../db/post-mark.ts';
import { type PostHead, toPost } from '../db/post.ts';
import type { Deps } from '../deps.ts';
import { findVisibleAuthors, type Place, type Viewer } from './visible-author.ts';

/**
 * The one place where rows become posts that a viewer sees, by id. Left out are the deleted ones and those whose
 * author is gone, disabled, not for this viewer to read, or hidden from them in this place. What moderation has hidden
 * its author still sees.
 */
export async function showPosts(
  deps: Deps,
  args: { rows: PostRow[]; place: Place } & Viewer,
): Promise<Map<string, Post>> {
  const { viewerId } = args;
  const rows = args.rows.filter((row) => isShown(row, viewerId));
  const [authors, marks] = await Promise.all([
    findVisibleAuthors(deps, { ...args, authorIds: rows.map((row) => row.authorId) }),
    viewerId === null
      ? noMarks
      : findPostMarks(deps.db, { memberId: viewerId, postIds: rows.map((row) => row.id) }),
  ]);
  const posts = new Map<string, Post>();
  for (const row of rows) {
    const author = authors.get(row.authorId);
    if (!author) continue;
    const isOpen = author.visibility === 'PUBLIC' && row.hiddenAt === null;
    const seen = {
      author,
      liked: marks.liked.has(row.id),
      bookmarked: marks.bookmarked.has(row.id),
      toImage: (image: AttachedImage) => ({
        ...image,
        token: isOpen ? null : deps.imageTokens.sign(image.id),
      }),
    };
    posts.set(row.id, toPost(row, seen));
  }
  return posts;
}

/** How many of `rows` `showPosts` would show. */
export async function countVisiblePosts(
  deps: Deps,
  args: { rows: PostHead[]; place: Place } & Viewer,
): Promise<number> {
  const rows = args.rows.filter((row) => isShown(row, args.viewerId));
  const authorIds = rows.map((row) => row.authorId);
  const authors = await findVisibleAuthors(deps, { ...args, authorIds });
  return rows.filter((row) => authors.has(row.authorId)).length;
}

function isShown(row: PostHead, viewerId: string | null): boolean {
  return row.deletedAt === null && (row.hiddenAt === null || row.authorId === viewerId);
}

const noMarks: PostMarks = { liked: new Set(), bookmarked: new Set() };
