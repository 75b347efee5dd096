import type { ContentTransaction } from '@dailyfeed/content-store/client';

export type Bookmark = { postId: string; memberId: string; createdAt: Date };

/** Gives how many were not there yet: 1 or 0. */
export async function insertMissingBookmark(
  tx: ContentTransaction,
  bookmark: Bookmark,
): Promise<number> {
  const { count } = await tx.bookmark.createMany({ data: [bookmark], skipDuplicates: true });
  return count;
}

/** Gives how many were there: 1 or 0. */
export async function removeBookmark(
  tx: ContentTransaction,
  bookmark: { postId: string; memberId: string },
): Promise<number> {
  const { count } = await tx.bookmark.deleteMany({ where: bookmark });
  return count;
}
