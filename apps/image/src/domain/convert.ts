import { createHash } from 'node:crypto';

import { AppError } from '@dailyfeed/contract/errors';
import { imagePixelsMax, type ImageVariant, imageVariants } from '@dailyfeed/contract/image';
import { encode } from 'blurhash';
import sharp, { type Raw, type Sharp } from 'sharp';

import type { ImageFormat } from '../db/images.ts';
import type { Inspected } from './inspect.ts';
import { turnableSide, turnFrames } from './turn.ts';

/** The longer side; `thumb` is a square that is filled. */
const sizes = { thumb: 150, small: 350, medium: 720, large: 1600 } as const satisfies Record<
  ImageVariant,
  number
>;
const quality = { webp: 80, avif: 55 } as const;
/** How hard the encoders try: what readers wait for quickly, what is made afterwards well. */
const effort = { webp: 3, avif: 3, animation: 1 } as const;
/** Longer than any image within the limits takes on a slow machine. */
const timeoutSeconds = 60;
const hashSide = 32;

/** What one variant is made of; the same object where two variants would be the same. */
export type Rendition = { variants: ImageVariant[]; body: Buffer; etag: string };

export type Converted = { blurhash: string; renditions: Rendition[] };

/**
 * Makes all variants of a file, turned the right way up and without anything but its pixels: no place, no camera, no
 * profile. Throws IMAGE_BROKEN for what cannot be decoded to its end, IMAGE_CONVERSION_FAILED when time or memory ran
 * out.
 */
export async function convert(
  source: { path: string } & Inspected,
  format: ImageFormat,
): Promise<Converted> {
  try {
    const still = await decode(source);
    const renditions: Rendition[] = [];
    for (const { variants, size } of planVariants(source)) {
      const isThumb = variants.includes('thumb');
      const moves = source.frameCount > 1 && !isThumb;
      const picture = moves ? readAnimation(source.path) : fromRaw(still);
      const side = moves ? Math.min(size, turnableSide(source)) : size;
      const resized = isThumb
        ? picture.resize(side, side, { fit: 'cover' })
        : picture.resize(side, side, { fit: 'inside', withoutEnlargement: true });
      const body = moves
        ? await encodeAs(await turnFrames(resized, source), format, {
            ...source.timing,
            effort: effort.animation,
          })
        : await encodeAs(resized, format, { effort: effort[format] });
      renditions.push({ variants, body, etag: etagOf(body) });
    }
    return { blurhash: await hash(still), renditions };
  } catch (error) {
    throw toConversionError(error);
  }
}

/** Time or memory that ran out says nothing of the file: the same may work a moment later. */
export function toConversionError(cause: unknown): AppError {
  const isMachines = cause instanceof Error && machinesFault.test(cause.message);
  return new AppError(isMachines ? 'IMAGE_CONVERSION_FAILED' : 'IMAGE_BROKEN', { cause });
}

/** As sharp and libvips, and the decoders below it, put it. */
const machinesFault =
  /^timeout: |out of memory|cannot allocate|unable to allocate|failed to allocate|insufficient memory/i;

/** Variants that would be equally large are one: an image is never enlarged. */
function planVariants(source: Inspected): { variants: ImageVariant[]; size: number }[] {
  const longer = Math.max(source.width, source.height);
  const plans: { variants: ImageVariant[]; size: number }[] = [];
  for (const variant of imageVariants) {
    const size = sizes[variant];
    const last = plans.at(-1);
    const isSame = variant !== 'thumb' && variant !== 'small' && last && last.size >= longer;
    if (isSame) last.variants.push(variant);
    else plans.push({ variants: [variant], size });
  }
  return plans;
}

type Still = { data: Buffer; info: Raw };

/** The first frame, no larger than the largest variant: read once, small enough to be kept in hand. */
async function decode({ path }: { path: string }): Promise<Still> {
  const { data, info } = await sharp(path, { ...reading, animated: false })
    .autoOrient()
    .toColourspace('srgb')
    .resize(sizes.large, sizes.large, { fit: 'inside', withoutEnlargement: true })
    .timeout({ seconds: timeoutSeconds })
    .raw({ depth: 'uchar' })
    .toBuffer({ resolveWithObject: true });
  return { data, info: { width: info.width, height: info.height, channels: info.channels } };
}

/** A truncated file is an error, not a grey half. */
const reading = {
  limitInputPixels: imagePixelsMax,
  sequentialRead: true,
  failOn: 'truncated',
} as const;

function fromRaw({ data, info }: Still): Sharp {
  return sharp(data, { raw: info });
}

function readAnimation(path: string): Sharp {
  return sharp(path, { ...reading, animated: true });
}

async function encodeAs(
  picture: Sharp,
  format: ImageFormat,
  how: { effort: number } & Partial<Inspected['timing']>,
): Promise<Buffer> {
  const options = { quality: quality[format], ...how };
  return picture.timeout({ seconds: timeoutSeconds }).toFormat(format, options).toBuffer();
}

async function hash(still: Still): Promise<string> {
  const { data, info } = await fromRaw(still)
    .resize(hashSide, hashSide, { fit: 'fill' })
    .ensureAlpha()
    .raw()
    .toBuffer({ resolveWithObject: true });
  return encode(new Uint8ClampedArray(data), info.width, info.height, 4, 3);
}

function etagOf(body: Buffer): string {
  return `"${createHash('sha256').update(body).digest('base64url').slice(0, 24)}"`;
}
