import { randomUUID } from 'node:crypto';
import { createWriteStream } from 'node:fs';
import { mkdir, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { type Readable, Transform } from 'node:stream';
import { pipeline } from 'node:stream/promises';

import { AppError } from '@dailyfeed/contract/errors';
import { imageBytesMax, type ImagePurpose, type OwnImage } from '@dailyfeed/contract/image';
import { inTransaction } from '@dailyfeed/service-kit/postgres';

import {
  finishImage,
  findImage,
  insertImage,
  lockMemberImages,
  type NewImage,
  sumBytes,
  type VariantFile,
  type Variants,
} from '../db/images.ts';
import { markRemoved } from '../db/removal.ts';
import type { Deps } from '../deps.ts';
import { convert, type Converted } from './convert.ts';
import { inspect, type Inspected } from './inspect.ts';
import { toOwnImage } from './own-image.ts';
import { eraseOrLeave } from './removal.ts';

/** Larger ones take so much memory that they are converted one at a time: those read line by line, and the others. */
const heavyPixels = { byLine: 20_000_000, whole: 8_000_000 };

export type Upload = {
  memberId: string;
  purpose: ImagePurpose;
  /** Gives the file of the form, as it comes. */
  open: () => Promise<Readable>;
  /** Aborts when the sender has left. */
  signal: AbortSignal;
};

/**
 * Takes an image in: as it comes into a file, checked there, converted, stored. What it answers is whole and there; of
 * what it refuses, or what its sender leaves, nothing is.
 */
export async function receiveImage(deps: Deps, upload: Upload): Promise<OwnImage> {
  const { memberId, signal } = upload;
  await requireRoom(deps, memberId, 1);
  const id = randomUUID();
  const path = join(deps.settings.uploadDir, id);
  try {
    await mkdir(deps.settings.uploadDir, { recursive: true });
    await save(deps, upload, path);
    const inspected = await inspect(path);
    await requireRoom(deps, memberId, inspected.bytes);
    const weight = weightOf(inspected);
    const converted = await deps.lanes.run(
      async () => {
        signal.throwIfAborted();
        return convert({ path, ...inspected }, 'webp');
      },
      { weight },
    );
    signal.throwIfAborted();
    const image = {
      id,
      memberId,
      purpose: upload.purpose,
      format: inspected.format,
      width: inspected.width,
      height: inspected.height,
      frameCount: inspected.frameCount,
      blurhash: converted.blurhash,
      originalBytes: inspected.bytes,
      createdAt: deps.now(),
    };
    await keep(deps, image, { path, inspected, converted, signal });
    const row = await findImage(deps.db, id);
    if (!row) throw new AppError('IMAGE_NOT_FOUND');
    return toOwnImage(deps, row);
  } finally {
    await rm(path, { force: true });
  }
}

function weightOf({ width, height, frameCount, isDecodedWhole }: Inspected): 'light' | 'heavy' {
  const bound = isDecodedWhole ? heavyPixels.whole : heavyPixels.byLine;
  return width * height * frameCount > bound ? 'heavy' : 'light';
}

/** The row comes first, so that no object is without one: whatever ends this half-way, the sweep finds it. */
async function keep(
  deps: Deps,
  image: NewImage,
  made: { path: string; inspected: Inspected; converted: Converted; signal: AbortSignal },
): Promise<void> {
  await inTransaction(deps.db, async (tx) => {
    await lockMemberImages(tx, image.memberId);
    const used = await sumBytes(tx, image.memberId);
    if (used + image.originalBytes > deps.settings.quotaBytes) {
      throw new AppError('IMAGE_QUOTA_REACHED');
    }
    await insertImage(tx, image);
  });
  try {
    const original = { body: { path: made.path }, contentType: `image/${image.format}` };
    await deps.store.put(originalKey(image.id), original);
    const { variants, variantBytes } = await putRenditions(deps, image.id, {
      converted: made.converted,
      format: 'webp',
    });
    made.signal.throwIfAborted();
    const isThere = await finishImage(deps.db, { id: image.id, variants, variantBytes });
    // Its member was erased meanwhile.
    if (!isThere) throw new AppError('IMAGE_NOT_FOUND');
  } catch (error) {
    const doomed = { memberId: image.memberId, ids: [image.id] };
    await markRemoved(deps.db, { doomed, purgeAskedAt: null, limit: 1 });
    await eraseOrLeave(deps, [image.id]);
    throw error;
  }
}

/** Stores what was made of an image; gives where it is. */
export async function putRenditions(
  deps: Pick<Deps, 'store'>,
  id: string,
  made: { converted: Converted; format: 'webp' | 'avif' },
): Promise<{ variants: Variants; variantBytes: number }> {
  const { converted, format } = made;
  const variants: Variants = {};
  let variantBytes = 0;
  for (const { variants: names, body, etag } of converted.renditions) {
    const key = `${id}/${names[0] ?? 'thumb'}.${format}`;
    await deps.store.put(key, { body, contentType: `image/${format}` });
    const file: VariantFile = { key, bytes: body.length, etag };
    for (const name of names) variants[name] = { [format]: file };
    variantBytes += body.length;
  }
  return { variants, variantBytes };
}

export function originalKey(id: string): string {
  return `${id}/original`;
}

/** Before anything is read, and again when it is known how much it is; the transaction of the row decides. */
async function requireRoom(deps: Deps, memberId: string, bytes: number): Promise<void> {
  const used = await sumBytes(deps.db, memberId);
  if (used + bytes > deps.settings.quotaBytes) throw new AppError('IMAGE_QUOTA_REACHED');
}

async function save(deps: Deps, upload: Upload, path: string): Promise<void> {
  const { uploadSilenceMs, uploadMs } = deps.settings;
  const slow = new AbortController();
  const tooSlow = (): void => slow.abort(new AppError('UPLOAD_TOO_SLOW'));
  const whole = setTimeout(tooSlow, uploadMs);
  const silence = setTimeout(tooSlow, uploadSilenceMs);
  let seenBytes = 0;
  const meter = new Transform({
    transform: (chunk: Buffer, _encoding, done) => {
      silence.refresh();
      seenBytes += chunk.length;
      if (seenBytes > imageBytesMax) done(new AppError('IMAGE_TOO_LARGE'));
      else done(null, chunk);
    },
  });
  const signal = AbortSignal.any([slow.signal, upload.signal]);
  try {
    const source = await orAborted(upload.open(), signal);
    await pipeline(source, meter, createWriteStream(path, { flags: 'wx' }), { signal });
  } catch (error) {
    slow.signal.throwIfAborted();
    throw error;
  } finally {
    clearTimeout(whole);
    clearTimeout(silence);
  }
  if (seenBytes === 0) throw new AppError('IMAGE_BROKEN');
}

/** A form whose file never begins would be waited for for ever. */
async function orAborted<T>(work: Promise<T>, signal: AbortSignal): Promise<T> {
  const aborted = Promise.withResolvers<never>();
  const end = (): void => aborted.reject(signal.reason);
  signal.addEventListener('abort', end, { once: true });
  try {
    signal.throwIfAborted();
    return await Promise.race([work, aborted.promise]);
  } finally {
    signal.removeEventListener('abort', end);
  }
}
