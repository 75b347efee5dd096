import { isStatementTimeout } from '@dailyfeed/service-kit/unavailable';

import { recountPosts } from '../db/counters.ts';
import { findPostIds, limitLockWaiting, lockPosts } from '../db/posts.ts';
import type { Deps } from '../deps.ts';

/** Posts in one transaction: writes under them wait for as long as it takes. */
const batchSize = 20;
/** How long a batch waits for who holds one of its posts: those that it has locked already wait with it. */
const lockPatienceMs = 500;
/** More than its statements may take together, each of which PostgreSQL ends by itself. */
const batchTimeoutMs = 40_000;

/**
 * Sets the counters of all living posts and their comments to what the rows say, and gives how many were wrong. Views
 * are not rows, and stay. Posts that take too long together are counted in halves; one that takes too long alone, or
 * is held by somebody else for as long, is `skipped`. Goes on from the beginning when it is run again after it was ended.
 */
export async function reconcileCounters(
  deps: Pick<Deps, 'db'>,
  signal: AbortSignal,
): Promise<{ posts: number; corrected: number; skipped: number }> {
  const sum = { posts: 0, corrected: 0, skipped: 0 };
  for (let after: string | null = null; !signal.aborted;) {
    const ids: string[] = await findPostIds(deps.db, { after, limit: batchSize });
    if (ids.length === 0) break;
    const { corrected, skipped } = await recount(deps, ids);
    sum.posts += ids.length;
    sum.corrected += corrected;
    sum.skipped += skipped;
    after = ids.at(-1) ?? null;
  }
  return sum;
}

async function recount(
  deps: Pick<Deps, 'db'>,
  ids: string[],
): Promise<{ corrected: number; skipped: number }> {
  try {
    const corrected = await deps.db.$transaction(
      async (tx) => {
        await limitLockWaiting(tx, lockPatienceMs);
        await lockPosts(tx, ids);
        return recountPosts(tx, ids);
      },
      { timeout: batchTimeoutMs },
    );
    return { corrected, skipped: 0 };
  } catch (error) {
    if (!isStatementTimeout(error)) throw error;
    if (ids.length === 1) return { corrected: 0, skipped: 1 };
    const middle = Math.ceil(ids.length / 2);
    const first = await recount(deps, ids.slice(0, middle));
    const second = await recount(deps, ids.slice(middle));
    return {
      corrected: first.corrected + second.corrected,
      skipped: first.skipped + second.skipped,
    };
  }
}
