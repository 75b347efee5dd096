import type { ActivityType } from '@dailyfeed/contract/activity';

import { findActivities, findLatestIds, type Position } from '../db/activity.ts';
import type { StoredActivity } from '../db/client.ts';
import type { Deps } from '../deps.ts';

/** A page that would need more looks than this ends early; its cursor goes on from there. */
const looksMax = 5;

/**
 * A page of what `actorIds` did, newest first. An activity that was done again stands where it was done last; `keep`
 * says which of some the reader may see.
 */
export async function readStory(
  deps: Pick<Deps, 'db' | 'now'>,
  args: {
    actorIds: string[];
    types: readonly ActivityType[] | null;
    after: Position | null;
    limit: number;
    keep(found: StoredActivity[]): Promise<StoredActivity[]>;
  },
): Promise<{ items: StoredActivity[]; next: Position | null }> {
  const { actorIds, types, limit } = args;
  const items: StoredActivity[] = [];
  let { after } = args;
  for (let looks = 0; looks < looksMax; looks += 1) {
    // One more tells whether there is a next page.
    const found = await findActivities(deps.db, {
      actorIds,
      types,
      after,
      limit: limit + 1,
      now: deps.now(),
    });
    const latest = await findLatestIds(deps.db, found);
    items.push(...(await args.keep(found.filter(({ _id }) => latest.has(_id)))));
    const last = items[limit - 1];
    if (items.length > limit && last) return { items: items.slice(0, limit), next: placeOf(last) };
    const end = found.at(-1);
    if (found.length <= limit || !end) return { items, next: null };
    after = placeOf(end);
  }
  return { items, next: after };
}

function placeOf({ occurredAt, _id }: StoredActivity): Position {
  return { at: occurredAt, id: _id };
}
