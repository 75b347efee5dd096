import {
  blankDeletedComments,
  eraseDeletedComments,
  findDeletedPostIds,
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
    comments: (limit: number) => eraseDeletedComments(deps.db, { before: before(keptMs), limit }),
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
