import type { Trends } from '@dailyfeed/contract/search';

import { findTagUse, type TrendRow } from '../db/tags.ts';
import type { Deps } from '../deps.ts';
import { getServing } from './generation.ts';

const usualDays = 7;
/** Who repeats themselves makes no trend. */
const authorsMin = 2;
/** Of so many, the most used of the day, the strongest are told. */
const consideredMax = 200;
const toldMax = 10;

/** Tags that the last day used more than is usual; made anew once in a while, for everybody. */
export async function readTrends(
  deps: Pick<Deps, 'db' | 'startQuery' | 'trends' | 'now'>,
): Promise<Trends> {
  return deps.trends.get(async () => {
    const generation = await getServing(deps.startQuery());
    const used = await findTagUse(deps.db, {
      generation,
      at: deps.now(),
      usualDays,
      authorsMin,
      limit: consideredMax,
    });
    const growing = used.filter(({ postCount, usualCount }) => postCount > usualCount);
    const strongest = growing.toSorted((a, b) => strengthOf(b) - strengthOf(a)).slice(0, toldMax);
    const items = strongest.map(({ tag, postCount, authorCount }) => ({
      tag,
      postCount,
      authorCount,
    }));
    return { items };
  });
}

/** How many take part, times how much more it is than usual; one more on both sides keeps what is new from being all. */
export function strengthOf({ postCount, authorCount, usualCount }: TrendRow): number {
  return authorCount * Math.log2(1 + (postCount + 1) / (usualCount + 1));
}
