import { AppError } from '@dailyfeed/contract/errors';
import { inTransaction } from '@dailyfeed/service-kit/postgres';

import { lockOwnImages } from '../db/images.ts';
import { deleteRows, type Doomed, findRemovedIds, markRemoved } from '../db/removal.ts';
import type { Deps } from '../deps.ts';

type RemovalDeps = Pick<Deps, 'db' | 'store' | 'cdn' | 'log'>;

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
    await markRemoved(tx, { memberId, ids: [id] });
  });
  await eraseOrLeave(deps, [id]);
}

/** What belongs to something, or somebody, that is gone. Again is fine. */
export async function removeImages(deps: RemovalDeps, doomed: Doomed): Promise<void> {
  const ids = await markRemoved(deps.db, doomed);
  // All at once would keep the row's connection of a member with thousands.
  for (let start = 0; start < ids.length; start += batchSize) {
    await eraseOrLeave(deps, ids.slice(start, start + batchSize));
  }
}

/** What was marked and is still there: of a process that was killed, of a store that was away. Gives how many. */
export async function eraseLeft(deps: RemovalDeps, signal: AbortSignal): Promise<number> {
  let erased = 0;
  while (!signal.aborted) {
    const ids = await findRemovedIds(deps.db, batchSize);
    if (ids.length === 0) break;
    await eraseRemoved(deps, ids);
    erased += ids.length;
  }
  return erased;
}

/** Bytes, copies elsewhere, row: in this order, so that what fails is found again. */
export async function eraseRemoved(
  deps: Pick<Deps, 'db' | 'store' | 'cdn'>,
  ids: string[],
): Promise<void> {
  for (const id of ids) await deps.store.removeAll(`${id}/`);
  await deps.cdn.purge(ids);
  await deleteRows(deps.db, ids);
}

/** Nobody is served them any more; the bytes may wait for the sweep. */
async function eraseOrLeave(deps: RemovalDeps, ids: string[]): Promise<void> {
  try {
    await eraseRemoved(deps, ids);
  } catch (error) {
    deps.log.warn({ err: error, imageIds: ids }, 'bytes of removed images are left to the sweep');
  }
}
