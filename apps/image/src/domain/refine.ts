import { createWriteStream } from 'node:fs';
import { mkdir, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { pipeline } from 'node:stream/promises';

import { AppError, type ErrorCode } from '@dailyfeed/contract/errors';

import { findUnrefined, finishRefining, postponeRefining, type Unrefined } from '../db/refining.ts';
import type { Deps } from '../deps.ts';
import { convert } from './convert.ts';
import { inspect } from './inspect.ts';
import { originalKey, putRenditions } from './upload.ts';

type RefineDeps = Pick<Deps, 'db' | 'store' | 'lanes' | 'settings' | 'log' | 'now'>;

/** A run ends early only between two of these. */
const batchSize = 4;
/** A store that begins to answer and does not go on. */
const downloadMs = 60_000;
/** Where time or memory ran out; twice as long each time. */
const retryMs = 600_000;
const retryMaxMs = 86_400_000;
/** What is so of a file is so the next time. */
const hopeless = new Set<ErrorCode>([
  'IMAGE_BROKEN',
  'IMAGE_TYPE_UNSUPPORTED',
  'IMAGE_PIXELS_EXCEEDED',
  'IMAGE_MEMORY_EXCEEDED',
]);

/**
 * Makes the smaller format (AVIF) of images that have none, which takes longer than somebody who uploads would wait.
 * Those that are looked at meanwhile are sent as WebP. Gives how many were made.
 */
export async function refineImages(
  deps: RefineDeps,
  signal: AbortSignal,
): Promise<Record<string, number> | undefined> {
  let refined = 0;
  for (let isMore = true; isMore && !signal.aborted;) {
    const images = await findUnrefined(deps.db, { at: deps.now(), limit: batchSize });
    for (const image of images) {
      await refine(deps, image);
      refined += 1;
    }
    isMore = images.length === batchSize;
  }
  return refined > 0 ? { refined } : undefined;
}

async function refine(deps: RefineDeps, image: Unrefined): Promise<void> {
  const { id } = image;
  const path = join(deps.settings.uploadDir, `${id}.refine`);
  const at = deps.now();
  try {
    // An animation stays what it is: the encoder knows stills only.
    if (image.frameCount > 1)
      return void (await finishRefining(deps.db, { id, at, more: {}, bytes: 0 }));
    const original = await deps.store.open(originalKey(id));
    if (!original) return void (await finishRefining(deps.db, { id, at, more: {}, bytes: 0 }));
    await mkdir(deps.settings.uploadDir, { recursive: true });
    await pipeline(original, createWriteStream(path), {
      signal: AbortSignal.timeout(downloadMs),
    });
    const inspected = await inspect(path);
    const converted = await deps.lanes.run(() => convert({ path, ...inspected }, 'avif'), {
      weight: 'heavy',
    });
    const made = await putRenditions(deps, id, { converted, format: 'avif' });
    const added = { id, at, more: made.variants, bytes: made.variantBytes };
    // Removed meanwhile: what was just stored is nobody's.
    if (!(await finishRefining(deps.db, added))) await deps.store.removeAll(`${id}/`);
  } catch (error) {
    if (!(error instanceof AppError)) throw error;
    const facts = { err: error, imageId: id };
    if (error.code === 'IMAGE_CONVERSION_FAILED') {
      const waitMs = Math.min(retryMaxMs, retryMs * 2 ** Math.min(image.failures, 20));
      deps.log.warn(facts, 'image not refined yet');
      return await postponeRefining(deps.db, { id, until: new Date(at.getTime() + waitMs) });
    }
    if (!hopeless.has(error.code)) throw error;
    deps.log.warn(facts, 'image not refined');
    await finishRefining(deps.db, { id, at, more: {}, bytes: 0 });
  } finally {
    await rm(path, { force: true });
  }
}
