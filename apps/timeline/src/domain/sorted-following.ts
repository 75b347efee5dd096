import type { PostRow } from '@dailyfeed/content-store/client';
import { AppError } from '@dailyfeed/contract/errors';
import type { FollowingPage, FollowingSort } from '@dailyfeed/contract/feed';
import * as z from 'zod';

import { rankedMax, type RankedPost, rankFollowed } from '../db/ranked-post.ts';
import { findRanked, keepRanking } from '../db/ranking.ts';
import { noteVisit } from '../db/visit.ts';
import type { Deps } from '../deps.ts';
import { type Graph, listFollowing, readGraph } from './following.ts';
import { findFollowedPosts } from './home.ts';
import { type Chunk, type PageRequest, readFeedPage } from './page.ts';
import { showPosts } from './visible-post.ts';

/*
 * As with the popular feed, the order changes while it is read. So a reader's own ranking is fixed, at most once a
 * minute and version of whom they follow, and a cursor names it. While Redis is away each page is ranked anew.
 */

const slotMs = 60_000;
const dayMs = 24 * 3_600_000;
/** How far back the most commented posts of those one follows are looked for. */
const commentedWindowMs = 30 * dayMs;
/** Of whom no visit is known; and nobody is shown more than they can have missed in two weeks. */
const unknownVisitMs = dayMs;
const longestAbsenceMs = 14 * dayMs;

/** Which ranking, null when it is ranked anew for each page; what it looks back to; how many of its posts lie behind. */
const SortPosition = z.strictObject({
  at: z.iso.datetime().nullable(),
  version: z.string().max(20),
  since: z.iso.datetime(),
  start: z.number().int().min(0).max(rankedMax),
});
type SortPosition = z.infer<typeof SortPosition>;
type Sort = Exclude<FollowingSort, 'newest'>;
type SortedRow = { id: string; post: PostRow; next: SortPosition };

/** Posts of those the viewer follows and the viewer's own, most commented or best since the last visit first. */
export async function readSortedFollowing(
  deps: Deps,
  request: PageRequest & { viewerId: string; sort: Sort },
): Promise<FollowingPage> {
  const { viewerId, sort } = request;
  const lastVisitAt = await noteReader(deps, viewerId);
  const graph = await readGraph(deps, viewerId);
  let since: string | null = null;
  const page = await readFeedPage(request, {
    list: { name: `following/${sort}/${viewerId}`, position: SortPosition },
    read: async (position, limit) => {
      const isNamed = position !== null && position.at !== null;
      // Without a name the order is today's: of such a cursor nothing counts but how much lies behind.
      const place = isNamed
        ? position
        : { ...begin(deps, { graph, sort, lastVisitAt }), start: position?.start ?? 0 };
      since = place.since;
      return readSorted(deps, { graph, sort, place, isNamed, limit });
    },
    show: (rows) =>
      showPosts(deps, { rows: rows.map((row) => row.post), viewerId, place: 'unasked' }),
    positionOf: (row) => row.next,
    startOf: ({ next }) => ({ ...next, start: next.start - 1 }),
  });
  return { ...page, previousCursor: null, since: sort === 'topSinceLastVisit' ? since : null };
}

/** Notes that the member reads their feed; gives when they last did before this visit, undefined if nobody knows. */
export async function noteReader(deps: Deps, memberId: string): Promise<Date | undefined> {
  const before = await deps.state.ask((redis) => noteVisit(redis, memberId, deps.now()));
  return before ?? undefined;
}

function begin(
  deps: Deps,
  args: { graph: Graph; sort: Sort; lastVisitAt: Date | undefined },
): SortPosition {
  const slot = slotOf(deps.now());
  const lastVisit = args.lastVisitAt?.getTime() ?? slot - unknownVisitMs;
  const since =
    args.sort === 'mostCommented'
      ? slot - commentedWindowMs
      : Math.max(lastVisit, slot - longestAbsenceMs);
  const { version } = args.graph;
  return {
    at: version === undefined ? null : new Date(slot).toISOString(),
    version: version ?? '',
    since: new Date(since).toISOString(),
    start: 0,
  };
}

/** When the minute began that `now` is in. */
function slotOf(now: Date): number {
  return Math.floor(now.getTime() / slotMs) * slotMs;
}

/** `isNamed`: the place is that of a cursor, in the ranking that it names. */
type Reading = { graph: Graph; sort: Sort; place: SortPosition; isNamed: boolean; limit: number };

async function readSorted(deps: Deps, args: Reading): Promise<Chunk<SortedRow, SortPosition>> {
  const { graph, place, limit } = args;
  const { start } = place;
  // One more than asked for tells whether the list goes on.
  const ranked = await findRankedPart(deps, { ...args, limit: limit + 1 });
  const ids = ranked.slice(0, limit).map((post) => post.id);
  const posts = await findFollowedPosts(deps, graph, ids);
  const rows = posts.map((post) => ({
    id: post.id,
    post,
    next: { ...place, start: start + ids.indexOf(post.id) + 1 },
  }));
  return { rows, next: ranked.length > limit ? { ...place, start: start + limit } : null };
}

async function findRankedPart(deps: Deps, args: Reading): Promise<RankedPost[]> {
  const { graph, sort, place, isNamed, limit } = args;
  const { at, start, since } = place;
  const list = `following/${sort}/${graph.memberId}/${place.version}/${since}`;
  const key = at === null ? undefined : { list, at };
  const find = async (): Promise<RankedPost[] | null | undefined> =>
    key && (await deps.state.ask((redis) => findRanked(redis, key, { start, limit })));
  const fixed = await find();
  if (fixed) return fixed;
  // Gone, and not for want of an answer: another ranking would repeat and skip, and each name that somebody thinks out
  // would have all that the followed have written ranked, and kept for an hour.
  if (fixed === null && isNamed) throw new AppError('CURSOR_INVALID');
  const rank = async (): Promise<RankedPost[]> => {
    const authorIds = await listFollowing(deps, graph);
    // Without Redis a cursor is taken at its word, within the longest window there is.
    const earliest = slotOf(deps.now()) - commentedWindowMs;
    const range = { authorIds, sort, since: new Date(Math.max(Date.parse(since), earliest)) };
    const ranked = await rankFollowed(deps.db, range);
    if (key && !isNamed) await deps.state.ask((redis) => keepRanking(redis, key, ranked));
    return ranked;
  };
  const posts = await (key ? deps.ownRankings.join(`${list}/${key.at}`, rank) : rank());
  // Of two processes that rank at once, one's is kept, and both readers read on in that one.
  return (await find()) ?? posts.slice(start, start + limit);
}
