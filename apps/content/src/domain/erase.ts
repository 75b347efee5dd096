import {
  blankDeletedComments,
  eraseDeletedComments,
  findDeletedComments,
  findDeletedPostIds,
  firstDeleted,
  pruneAllowances,
  pruneIdempotencyKeys,
  pruneProcessedEvents,
} from '../db/erase.ts';
import type { Deps } from '../deps.ts';
import { purgePosts } from './post-removal.ts';

const dayMs = 86_400_000;
const keptMs = 30 * dayMs;
/** Longer than events can be delivered again: topics live for 7 days. */
const processedKeptMs = 9 * dayMs;
const allowanceKeptMs = dayMs;
const batchSize = 500;

/**
 * Erases posts and comments that were deleted 30 days ago, with all that belongs to them; of a comment that others
 * still answer, its words. Then forgets what need not be known any longer. Small steps, each whole by itself; one that
 * fails keeps none of the others, and is thrown at the end.
 */
export async function eraseDeleted(
  deps: Pick<Deps, 'db' | 'now'>,
  signal: AbortSignal,
): Promise<Record<string, number> | undefined> {
  const before = (ms: number) => new Date(deps.now().getTime() - ms);
  const steps = {
    posts: async (limit: number) =>
      purgePosts(
        deps.db,
        await findDeletedPostIds(deps.db, { before: before(keptMs), limit }),
        signal,
      ),
    comments: eraseComments(deps, { before: before(keptMs), signal }),
    words: (limit: number) => blankDeletedComments(deps.db, { before: before(keptMs), limit }),
    keys: (limit: number) => pruneIdempotencyKeys(deps.db, { before: before(keptMs), limit }),
    allowances: (limit: number) =>
      pruneAllowances(deps.db, { before: before(allowanceKeptMs), limit }),
    processed: (limit: number) =>
      pruneProcessedEvents(deps.db, { before: before(processedKeptMs), limit }),
  };
  const erased: Record<string, number> = {};
  const failures: unknown[] = [];
  for (const [name, step] of Object.entries(steps)) {
    try {
      for (let count = batchSize; count > 0 && !signal.aborted;) {
        count = await step(batchSize);
        if (count > 0) erased[name] = (erased[name] ?? 0) + count;
      }
    } catch (error) {
      failures.push(error);
    }
  }
  if (failures.length > 0) throw new AggregateError(failures, 'not everything was erased');
  return Object.keys(erased).length === 0 ? undefined : erased;
}

/**
 * Goes once through all that were deleted, for those that are still answered stay and would be read again by each step.
 * A step gives how many it took; none, when it is through.
 */
function eraseComments(
  { db }: Pick<Deps, 'db'>,
  { before, signal }: { before: Date; signal: AbortSignal },
): (limit: number) => Promise<number> {
  let after = firstDeleted;
  return async (limit) => {
    let count = 0;
    while (count === 0 && !signal.aborted) {
      const found = await findDeletedComments(db, { before, after, limit });
      const last = found.at(-1);
      if (!last) break;
      // What an erased one answered may be behind: it was deleted before.
      for (let ids = found.map(({ id }) => id); ids.length > 0;) {
        const erased = await eraseDeletedComments(db, { ids, before });
        count += erased.count;
        ids = erased.parentIds;
      }
      after = last;
    }
    return count;
  };
}
