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

type Shown = Pick<MemberRow, 'avatarImageId' | 'coverImageId'>;
type Claim = Parameters<Deps['images']['claim']>[0];

/** What a profile is to show and does not show yet. */
export function imagesToClaim(
  before: Shown & Pick<MemberRow, 'id'>,
  input: Pick<UpdateProfileInput, 'avatarImageId' | 'coverImageId'>,
): Claim[] {
  return kinds.flatMap(({ purpose, field }) => {
    const id = input[field];
    return typeof id === 'string' && id !== before[field]
      ? [{ memberId: before.id, purpose, id }]
      : [];
  });
}

/**
 * Claims images, then runs the `work` that takes them in; where either fails, nobody has a claim. Call it before a lock
 * is held.
 */
export async function withClaims<T>(
  deps: Pick<Deps, 'images'>,
  claims: Claim[],
  work: () => Promise<T>,
): Promise<T> {
  const tried: Claim[] = [];
  try {
    for (const claim of claims) {
      tried.push(claim);
      await deps.images.claim(claim);
    }
    return await work();
  } catch (error) {
    for (const { memberId, id } of tried) {
      // The failure is what the caller is to hear of; an unreleased claim is swept in a day.
      await deps.images.release({ memberId, ids: [id] }).catch(() => undefined);
    }
    throw error;
  }
}

/** What the profile has shown until now and does not show any longer. */
export function removedImagesOf(before: Shown, after: Shown): string[] {
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
