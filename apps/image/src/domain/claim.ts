import { AppError } from '@dailyfeed/contract/errors';
import type {
  ClaimImagesInput,
  ImagePurpose,
  ImageShape,
  ReleasedImages,
  ReleaseImagesInput,
} from '@dailyfeed/contract/image';
import { inTransaction } from '@dailyfeed/service-kit/postgres';

import { hideRows, showRows } from '../db/hiding.ts';
import { claimRows, confirmRows, type ImageRow, lockOwnImages, releaseRows } from '../db/images.ts';
import type { Deps } from '../deps.ts';
import { purgeTimeOf } from './purging.ts';

/**
 * Gives images to a post or a profile that is about to have them, all or none. Who claims again gets the same answer.
 * A claim counts once its owner has said that it has the image (`confirmImages`); until then another thing of the same
 * member may claim it, since the first may have come to nothing. Throws IMAGE_NOT_FOUND for what is not the member's, or
 * was uploaded for something else, IMAGE_IN_USE for what another thing has.
 */
export async function claimImages(
  deps: Pick<Deps, 'db' | 'now'>,
  claim: ClaimImagesInput,
): Promise<ImageShape[]> {
  const { memberId, purpose, ownerId, ids } = claim;
  return inTransaction(deps.db, async (tx) => {
    const rows = await lockOwnImages(tx, { memberId, ids });
    const byId = new Map(rows.map((row) => [row.id, row]));
    const images = ids.map((id) => {
      const row = byId.get(id);
      if (row?.purpose !== purpose) throw new AppError('IMAGE_NOT_FOUND');
      if (row.confirmedAt && row.ownerId !== ownerId) throw new AppError('IMAGE_IN_USE');
      return row;
    });
    const unclaimed = images.filter((row) => row.ownerId !== ownerId).map((row) => row.id);
    if (unclaimed.length > 0) await claimRows(tx, { ids: unclaimed, ownerId, at: deps.now() });
    return images.map(toShape);
  });
}

/** Whoever claimed them has not come to have them. Again is fine; what is confirmed, or another's, stays as it is. */
export async function releaseImages(
  deps: Pick<Deps, 'db' | 'cdn' | 'now'>,
  claim: ReleaseImagesInput,
): Promise<ReleasedImages> {
  // Everybody could see them for as long as they were claimed.
  const ids = await releaseRows(deps.db, { ...claim, purgeAskedAt: purgeTimeOf(deps) });
  return { ids };
}

/** Somebody says what it has. Again, and for what is gone already, is fine. */
export async function confirmImages(
  deps: Pick<Deps, 'db' | 'now'>,
  fact: { memberId: string; purpose: ImagePurpose; ownerId: string; ids: string[] },
): Promise<void> {
  if (fact.ids.length > 0) await confirmRows(deps.db, { ...fact, at: deps.now() });
}

/**
 * Moderation hides a post, or shows it again: its images with it. Of what is told in whatever order, the highest version
 * of the post has the last word.
 */
export async function setHidden(
  deps: Pick<Deps, 'db' | 'now' | 'cdn'>,
  args: { postId: string; isHidden: boolean; version: number },
): Promise<void> {
  const { postId: ownerId, version } = args;
  if (args.isHidden) {
    const fact = { ownerId, version, at: deps.now(), purgeAskedAt: purgeTimeOf(deps) };
    await hideRows(deps.db, fact);
  } else {
    await showRows(deps.db, { ownerId, version });
  }
}

function toShape(row: ImageRow): ImageShape {
  const { id, width, height, blurhash } = row;
  return { id, width, height, blurhash, isAnimated: row.frameCount > 1 };
}
