import { askPurgeOfMember, finishPurge, takeDuePurges } from '../db/purging.ts';
import { deleteErased } from '../db/removal.ts';
import type { Deps } from '../deps.ts';

const batchSize = 100;
const memberBatchSize = 1000;
/** What a CDN has not forgotten is asked for again after so long. */
const retryMs = 30_000;
const firstId = '00000000-0000-0000-0000-000000000000';

/** The time that a purge is asked for at; null where nothing keeps copies. */
export function purgeTimeOf(deps: Pick<Deps, 'cdn' | 'now'>): Date | null {
  return deps.cdn ? deps.now() : null;
}

/** All that everybody may have seen of a member is to be forgotten; in steps, since it may be very much. */
export async function askMembersPurge(
  deps: Pick<Deps, 'db' | 'cdn' | 'now'>,
  memberId: string,
): Promise<void> {
  const at = purgeTimeOf(deps);
  if (at === null) return;
  for (let after: string | undefined = firstId; after !== undefined;) {
    after = await askPurgeOfMember(deps.db, { memberId, at, after, limit: memberBatchSize });
  }
}

/**
 * Tells the CDN to forget what it is to forget. An image it fails at is tried again later and is in no other's way; the
 * run ends where a whole batch fails, which is a CDN that is away. Gives how many it has forgotten, and how many not.
 */
export async function purgeImages(
  deps: Pick<Deps, 'db' | 'cdn' | 'log' | 'now'>,
  signal: AbortSignal,
): Promise<Record<string, number> | undefined> {
  const facts = { purged: 0, failed: 0 };
  for (let isMore = true; isMore && !signal.aborted;) {
    const at = deps.now();
    const triedBefore = new Date(at.getTime() - retryMs);
    const ids = await takeDuePurges(deps.db, { triedBefore, at, limit: batchSize });
    let purged = 0;
    for (const id of ids) if (await purge(deps, id)) purged += 1;
    if (purged > 0) await deleteErased(deps.db);
    facts.purged += purged;
    facts.failed += ids.length - purged;
    isMore = ids.length === batchSize && purged > 0;
  }
  return facts.purged + facts.failed > 0 ? facts : undefined;
}

async function purge(deps: Pick<Deps, 'db' | 'cdn' | 'log'>, id: string): Promise<boolean> {
  try {
    await deps.cdn?.purge(id);
  } catch (error) {
    deps.log.warn({ err: error, imageId: id }, 'image not purged');
    return false;
  }
  await finishPurge(deps.db, id);
  return true;
}
