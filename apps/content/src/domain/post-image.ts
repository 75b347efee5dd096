import type { ContentTransaction } from '@dailyfeed/content-store/client';
import { AppError } from '@dailyfeed/contract/errors';
import type { AttachedImage, AttachImageInput, ImageHolders } from '@dailyfeed/contract/image';

import { findImageHolders, replacePostImages } from '../db/post-images.ts';
import { findPost, toWrittenPost } from '../db/posts.ts';
import type { Deps } from '../deps.ts';

type Attaching = { postId: string; memberId: string; images: readonly AttachImageInput[] };

/**
 * Claims what a post is to have, and learns how large it is. Call it before a lock is held. Throws IMAGE_NOT_FOUND for
 * what is not the member's, IMAGE_IN_USE for what is elsewhere.
 */
export async function claimImages(
  deps: Pick<Deps, 'images'>,
  { postId, memberId, images }: Attaching,
): Promise<AttachedImage[]> {
  if (images.length === 0) return [];
  const ids = images.map(({ id }) => id);
  const shapes = await deps.images.claim({ memberId, ownerId: postId, ids });
  const byId = new Map(shapes.map((shape) => [shape.id, shape]));
  return images.map(({ id, alt }) => {
    const shape = byId.get(id);
    if (!shape) throw new AppError('IMAGE_NOT_FOUND');
    return { ...shape, alt };
  });
}

/** As `claimImages`, for a post that there is: what it has already needs no asking, so words are mended in any case. */
export async function claimMoreImages(
  deps: Pick<Deps, 'db' | 'images'>,
  { postId, memberId, images }: Attaching,
): Promise<AttachedImage[]> {
  const post = await findPost(deps.db, postId);
  const present = new Map(
    (post ? toWrittenPost(post).images : []).map((image) => [image.id, image]),
  );
  const added = images.filter(({ id }) => !present.has(id));
  const claimed = await claimImages(deps, { postId, memberId, images: added });
  const known = new Map([...present, ...claimed.map((image) => [image.id, image] as const)]);
  return images.flatMap(({ id, alt }) => {
    const image = known.get(id);
    return image ? [{ ...image, alt }] : [];
  });
}

/**
 * Runs the `work` that is to take in what was claimed; where it fails, nobody has the claim. What another post turned
 * out to have is left alone: that post may not have told of it yet.
 */
export async function orRelease<T>(
  deps: Pick<Deps, 'images'>,
  { postId: ownerId, memberId, ids }: { postId: string; memberId: string; ids: string[] },
  work: () => Promise<T>,
): Promise<T> {
  try {
    return await work();
  } catch (error) {
    const isAnothers = error instanceof AppError && error.code === 'IMAGE_IN_USE';
    if (ids.length > 0 && !isAnothers) {
      // The failure is what the caller is to hear of; an unreleased claim is swept in a day.
      await deps.images.release({ memberId, ownerId, ids }).catch(() => undefined);
    }
    throw error;
  }
}

/** Behind the lock on the post: an image is in one post, whoever claimed it last. */
export async function attachImages(
  tx: ContentTransaction,
  post: { id: string; images: readonly AttachedImage[] },
): Promise<void> {
  const imageIds = post.images.map(({ id }) => id);
  if (!(await replacePostImages(tx, { id: post.id, imageIds }))) {
    throw new AppError('IMAGE_IN_USE');
  }
}

/** Those that are no longer among the others. */
export function idsWithout(
  before: readonly AttachedImage[],
  now: readonly AttachedImage[],
): string[] {
  const present = new Set(now.map(({ id }) => id));
  return before.map(({ id }) => id).filter((id) => !present.has(id));
}

/** Who has which of the images. */
export async function listImageHolders(
  deps: Pick<Deps, 'db'>,
  ids: string[],
): Promise<ImageHolders> {
  return findImageHolders(deps.db, ids);
}
