import { recountPosts } from '../db/counters.ts';
import { findPostIds, lockPosts } from '../db/posts.ts';
import type { Deps } from '../deps.ts';

/** Posts in one transaction: writes under them wait for as long as it takes. */
const batchSize = 100;
const batchTimeoutMs = 30_000;

/**
 * Sets the counters of all living posts and their comments to what the rows say, and gives how many were wrong. Views
 * are not rows, and stay. Goes on from the beginning when it is run again after it was ended.
 */
export async function reconcileCounters(
  deps: Pick<Deps, 'db'>,
  signal: AbortSignal,
): Promise<{ posts: number; corrected: number }> {
  let [posts, corrected] = [0, 0];
  for (let after: string | null = null; !signal.aborted;) {
    const ids: string[] = await findPostIds(deps.db, { after, limit: batchSize });
    if (ids.length === 0) break;
    corrected += await deps.db.$transaction(
      async (tx) => {
        await lockPosts(tx, ids);
        return recountPosts(tx, ids);
      },
      { timeout: batchTimeoutMs },
    );
    posts += ids.length;
    after = ids.at(-1) ?? null;
  }
  return { posts, corrected };
}
