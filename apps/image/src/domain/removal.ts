import { AppError } from '@dailyfeed/contract/errors';
import { inTransaction } from '@dailyfeed/service-kit/postgres';

import { lockOwnImages } from '../db/images.ts';
import {
  deleteErased,
  type Doomed,
  findUnerasedIds,
  markErased,
  markRemoved,
} from '../db/removal.ts';
import type { Deps } from '../deps.ts';
import { purgeTimeOf } from './purging.ts';

type RemovalDeps = Pick<Deps, 'db' | 'store' | 'cdn' | 'log' | 'now'>;

const batchSize = 100;

/** Owner only. What a post or a profile has, is taken out there: IMAGE_IN_USE. */
export async function deleteImage(
  deps: RemovalDeps,
  args: { id: string; memberId: string },
): Promise<void> {
  const { id, memberId } = args;
  await inTransaction(deps.db, async (tx) => {
    const [image] = await lockOwnImages(tx, { memberId, ids: [id] });
    if (!image) throw new AppError('IMAGE_NOT_FOUND');
    if (image.ownerId !== null) throw new AppError('IMAGE_IN_USE');
    const doomed = { memberId, ids: [id] };
    await markRemoved(tx, { doomed, purgeAskedAt: purgeTimeOf(deps), limit: 1 });
  });
  await eraseOrLeave(deps, [id]);
}

/** What belongs to something, or somebody, that is gone. Again is fine. */
export async function removeImages(deps: RemovalDeps, doomed: Doomed): Promise<void> {
  const purgeAskedAt = purgeTimeOf(deps);
  // A member may have so many that one statement would never end.
  for (let isMore = true; isMore;) {
    const ids = await markRemoved(deps.db, { doomed, purgeAskedAt, limit: batchSize });
    await eraseOrLeave(deps, ids);
    isMore = ids.length === batchSize;
  }
}

/**
 * What was marked and is still there: of a process that was killed, of a store that was away. One that fails is in no
 * other's way; the run ends where a whole batch fails. Gives how many are gone; rejects when some are not.
 */
export async function eraseLeft(deps: RemovalDeps, signal: AbortSignal): Promise<number> {
  let erased = 0;
  let failure: { error: unknown } | undefined;
  for (let after: string | undefined; !signal.aborted;) {
    const ids = await findUnerasedIds(deps.db, { after, limit: batchSize });
    const failures = await eraseEach(deps, ids);
    failure ??= failures[0];
    erased += ids.length - failures.length;
    after = ids.at(-1);
    if (ids.length < batchSize || failures.length === ids.length) break;
  }
  if (failure) throw failure.error;
  return erased;
}

/** Nobody is served them any more; the bytes may wait for the sweep. */
export async function eraseOrLeave(deps: RemovalDeps, ids: string[]): Promise<void> {
  const [failure] = await eraseEach(deps, ids);
  if (!failure) return;
  const { error } = failure;
  deps.log.warn({ err: error, imageIds: ids }, 'bytes of removed images are left to the sweep');
}

/** Bytes first, then the row, unless a CDN has yet to forget it: in this order, so that what fails is found again. */
async function eraseEach(
  deps: Pick<Deps, 'db' | 'store' | 'now'>,
  ids: string[],
): Promise<{ error: unknown }[]> {
  const failures: { error: unknown }[] = [];
  for (const id of ids) {
    try {
      await deps.store.removeAll(`${id}/`);
      await markErased(deps.db, { id, at: deps.now() });
    } catch (error) {
      failures.push({ error });
    }
  }
  if (failures.length < ids.length) await deleteErased(deps.db);
  return failures;
}
