import type { Readable } from 'node:stream';

import { AppError } from '@dailyfeed/contract/errors';
import type { ImageVariant } from '@dailyfeed/contract/image';

import { findImage, type ImageFormat, type ImageRow, type VariantFile } from '../db/images.ts';
import type { ByteRange, Deps } from '../deps.ts';

type ServeDeps = Pick<Deps, 'db' | 'members' | 'tokens' | 'store'>;

/** A file that may be sent to whoever asks, and how long they may keep it. */
export type Served = {
  file: VariantFile;
  format: ImageFormat;
  /** For everybody and for ever; else for the one who asks, and until then. */
  access: { kind: 'public' } | { kind: 'private'; seconds: number };
  /** A smaller one that would be sent instead is being made. */
  isBetterComing: boolean;
};

/** Of a public picture that is asked for with a token that opens nothing any more: that address is in no CDN. */
const deadTokenSeconds = 3600;

/**
 * Finds what is to be sent of an image. Without a token that is good, what everybody may see: claimed, of a public member, not
 * hidden; an avatar of whoever is there. Throws IMAGE_NOT_FOUND for all else, be it there or not.
 */
export async function getServed(
  deps: ServeDeps,
  args: { id: string; variant: ImageVariant; token: string | undefined; formats: ImageFormat[] },
): Promise<Served> {
  const { id, token } = args;
  const seconds = token === undefined ? undefined : deps.tokens.verify(id, token);
  const image = await findImage(deps.db, id);
  if (image?.state !== 'ready') throw new AppError('IMAGE_NOT_FOUND');
  if (seconds === undefined && !(await isPublic(deps, image))) {
    throw new AppError('IMAGE_NOT_FOUND');
  }
  const files = image.variants[args.variant] ?? {};
  const format = args.formats.find((each) => files[each]) ?? 'webp';
  const file = files[format];
  if (!file) throw new AppError('IMAGE_NOT_FOUND');
  const access =
    token === undefined
      ? ({ kind: 'public' } as const)
      : ({ kind: 'private', seconds: seconds ?? deadTokenSeconds } as const);
  const isBetterComing = image.refinedAt === null && args.formats[0] !== format;
  return { file, format, access, isBetterComing };
}

/** The bytes; IMAGE_NOT_FOUND when they have been removed since. */
export async function openServed(
  deps: Pick<Deps, 'store'>,
  file: VariantFile,
  range: ByteRange | undefined,
): Promise<Readable> {
  const body = await deps.store.open(file.key, range);
  if (!body) throw new AppError('IMAGE_NOT_FOUND');
  return body;
}

async function isPublic(deps: ServeDeps, image: ImageRow): Promise<boolean> {
  if (image.ownerId === null || image.hiddenAt !== null) return false;
  const standing = await deps.members.standingOf(image.memberId);
  // An avatar is seen wherever the name is, and that is everywhere.
  return standing === 'public' || (standing === 'closed' && image.purpose === 'avatar');
}
