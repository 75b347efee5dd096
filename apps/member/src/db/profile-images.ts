import type { ImageHolders } from '@dailyfeed/contract/image';

import type { Transaction } from './client.ts';

/** Whose avatar or cover the images are. */
export async function findImageHolders(tx: Transaction, ids: string[]): Promise<ImageHolders> {
  const rows = await tx.member.findMany({
    where: { OR: [{ avatarImageId: { in: ids } }, { coverImageId: { in: ids } }] },
    select: { id: true, avatarImageId: true, coverImageId: true },
  });
  return rows.flatMap(({ id: memberId, avatarImageId, coverImageId }) =>
    [avatarImageId, coverImageId].flatMap((id) =>
      id !== null && ids.includes(id) ? [{ id, memberId, ownerId: memberId }] : [],
    ),
  );
}
