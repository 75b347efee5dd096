import { addViews } from '../db/posts.ts';
import { markProcessed } from '../db/processed-events.ts';
import type { Deps } from '../deps.ts';

/** Counts how often a post was seen, once per event however often it is delivered; never by its own author. */
export async function countViews(
  deps: Pick<Deps, 'db' | 'now'>,
  event: {
    id: string;
    postId: string;
    postAuthorId: string;
    memberId: string | null;
    count: number;
  },
): Promise<void> {
  if (event.memberId === event.postAuthorId) return;
  await deps.db.$transaction(async (tx) => {
    const mark = { group: 'counters', eventId: event.id, processedAt: deps.now() };
    if (await markProcessed(tx, mark)) await addViews(tx, event.postId, event.count);
  });
}
