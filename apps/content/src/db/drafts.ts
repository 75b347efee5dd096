import type { ContentTransaction } from '@dailyfeed/content-store/client';

/** Gives how many were there: 1 or 0. */
export async function removeDraft(
  tx: ContentTransaction,
  draft: { id: string; memberId: string },
): Promise<number> {
  const { count } = await tx.draft.deleteMany({ where: draft });
  return count;
}
