import { type ImagePurpose, ImagePurpose as Purposes } from '@dailyfeed/contract/image';

import { confirmRows, touchRows } from '../db/images.ts';
import { findUnconfirmed, markUnneeded, type Unconfirmed } from '../db/removal.ts';
import type { Deps } from '../deps.ts';
import { purgeTimeOf } from './purging.ts';
import { eraseLeft } from './removal.ts';

type SweepDeps = Pick<Deps, 'db' | 'store' | 'cdn' | 'holders' | 'log' | 'now'>;

const unclaimedMs = 86_400_000;
const batchSize = 100;

/**
 * Removes what was uploaded and is nobody's a day later, and what an upload or a removal left half done. Whose service
 * says that something has an image keeps it, so a claim whose event never came, or comes late, loses nothing; while that
 * service is away, nothing of its kind is removed.
 */
export async function sweepImages(
  deps: SweepDeps,
  signal: AbortSignal,
): Promise<Record<string, number> | undefined> {
  const facts = { removed: 0, kept: 0, erased: 0 };
  const touchedBefore = new Date(deps.now().getTime() - unclaimedMs);
  for (const purpose of Purposes.options) {
    for (let isMore = true; isMore && !signal.aborted;) {
      const batch = await findUnconfirmed(deps.db, { purpose, touchedBefore, limit: batchSize });
      if (batch.length === 0) break;
      const { removed, kept } = await settle(deps, { purpose, batch, touchedBefore });
      facts.removed += removed;
      facts.kept += kept;
      isMore = batch.length === batchSize;
    }
  }
  facts.erased = await eraseLeft(deps, signal);
  return Object.values(facts).some((count) => count > 0) ? facts : undefined;
}

async function settle(
  deps: SweepDeps,
  args: { purpose: ImagePurpose; batch: Unconfirmed[]; touchedBefore: Date },
): Promise<{ removed: number; kept: number }> {
  const { purpose, batch, touchedBefore } = args;
  const whole = batch.filter((image) => image.state === 'ready').map((image) => image.id);
  const found = whole.length === 0 ? [] : await deps.holders.find(purpose, whole);
  const held = new Map(found.map((holder) => [holder.id, holder]));
  const at = deps.now();
  const purgeAskedAt = purgeTimeOf(deps);
  let removed = 0;
  let kept = 0;
  for (const { id, memberId } of batch) {
    const holder = held.get(id);
    if (holder?.memberId === memberId) {
      const { ownerId } = holder;
      kept += 1;
      if (ownerId === null) await touchRows(deps.db, { ids: [id], at });
      else await confirmRows(deps.db, { ids: [id], memberId, purpose, ownerId, at });
    } else if (await markUnneeded(deps.db, { id, touchedBefore, purgeAskedAt })) {
      removed += 1;
    }
  }
  return { removed, kept };
}
