import { type ImageHolders } from '@dailyfeed/contract/image';
import { toImagePath } from '@dailyfeed/contract/image-path';
import type { UpdateProfileInput } from '@dailyfeed/contract/profile';

import type { MemberRow } from '../db/client.ts';
import { findImageHolders } from '../db/profile-images.ts';
import type { Deps } from '../deps.ts';

const kinds = [
  { purpose: 'avatar', field: 'avatarImageId' },
  { purpose: 'cover', field: 'coverImageId' },
] as const;

/** Claims what the profile is to show and does not show yet. Call it before a lock is held. */
export async function claimProfileImages(
  deps: Pick<Deps, 'images'>,
  before: Pick<MemberRow, 'id' | 'avatarImageId' | 'coverImageId'>,
  input: UpdateProfileInput,
): Promise<void> {
  for (const { purpose, field } of kinds) {
    const id = input[field];
    if (typeof id !== 'string' || id === before[field]) continue;
    await deps.images.claim({ memberId: before.id, purpose, id });
  }
}

/** What the profile has shown until now and does not show any longer. */
export function removedImagesOf(
  before: Pick<MemberRow, 'avatarImageId' | 'coverImageId'>,
  after: Pick<MemberRow, 'avatarImageId' | 'coverImageId'>,
): string[] {
  return kinds.flatMap(({ field }) => {
    const id = before[field];
    return id !== null && id !== after[field] ? [id] : [];
  });
}

/** A cover that not everybody may see is opened for who sees the profile. */
export function openCover<T extends { coverUrl: string | null; visibility: string }>(
  deps: Pick<Deps, 'imageTokens'>,
  shown: T,
  coverImageId: string | null,
): T {
  if (shown.coverUrl === null || coverImageId === null || shown.visibility === 'PUBLIC') {
    return shown;
  }
  const token = deps.imageTokens.sign(coverImageId);
  return { ...shown, coverUrl: toImagePath({ id: coverImageId, token }, 'large') };
}

/** Whose profile shows which of the images. */
export async function listImageHolders(
  deps: Pick<Deps, 'db'>,
  ids: string[],
): Promise<ImageHolders> {
  return findImageHolders(deps.db, ids);
}
