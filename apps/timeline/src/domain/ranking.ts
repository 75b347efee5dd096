import type { PostRow } from '@dailyfeed/content-store/client';
import { AppError } from '@dailyfeed/contract/errors';
import {
  CommentWindow,
  type DiscussedPage,
  type PopularPage,
  type PopularPost,
} from '@dailyfeed/contract/feed';
import type { FeedPage } from '@dailyfeed/contract/page';
import { popularScore } from '@dailyfeed/contract/popular';
import type { Post } from '@dailyfeed/contract/post';
import * as z from 'zod';

import { findPosts } from '../db/post.ts';
import { rankedMax, type RankedPost, rankMostCommented, rankPopular } from '../db/ranked-post.ts';
import { findLatestRanking, findRanked, saveRanking } from '../db/ranking.ts';
import type { ContentReader } from '../db/reader.ts';
import type { Deps } from '../deps.ts';
import { type Chunk, type PageRequest, readFeedPage } from './page.ts';
import { showPosts } from './visible-post.ts';

/*
 * Counts change all the time, so a list ordered by them would repeat and skip while it is paged through. Rankings are
 * therefore fixed once a minute and kept for hours; a cursor names the one it belongs to. While Redis is away, or
 * before the first ranking, each process ranks once a minute for itself: a page may then repeat a post of the page
 * before, but there is something to read.
 */

/** Which ranking, null when it is not one for all, and how many of its posts lie behind. */
const RankPosition = z.strictObject({
  at: z.iso.datetime().nullable(),
  start: z.number().int().min(0).max(rankedMax),
});
type RankPosition = z.infer<typeof RankPosition>;

type RankedRow = {
  id: string;
  post: PostRow;
  ranked: RankedPost;
  rankedAt: Date;
  next: RankPosition;
};
type RankingName = 'popular' | `discussed/${CommentWindow}`;
type Request = PageRequest & { viewerId: string | null };

/** Everyone's posts that the viewer may read, by the published formula, each with what counted for it. */
export async function readPopularFeed(deps: Deps, request: Request): Promise<PopularPage> {
  return readRanking(deps, { ...request, name: 'popular' }, (post, row): PopularPost => {
    const { id: _, ...counts } = row.ranked;
    const ageMs = row.rankedAt.getTime() - row.post.createdAt.getTime();
    const score = popularScore(counts, ageMs);
    return { ...post, why: { rankedAt: row.rankedAt.toISOString(), score, ...counts } };
  });
}

/** Everyone's posts that the viewer may read, by the number of comments within the window. */
export async function readMostCommentedFeed(
  deps: Deps,
  request: Request & { window: CommentWindow },
): Promise<DiscussedPage> {
  return readRanking(deps, { ...request, name: `discussed/${request.window}` }, (post, row) => ({
    ...post,
    windowCommentCount: row.ranked.commentCount,
  }));
}

/** Fixes every ranking as it is this moment; answers how long they are. Rejects while a store is away. */
export async function takeRankings(
  deps: Pick<Deps, 'jobDb' | 'state' | 'namespace' | 'now'>,
  signal: AbortSignal,
): Promise<Record<string, number>> {
  const sizes: Record<string, number> = {};
  for (const name of rankingNames) {
    if (signal.aborted) break;
    const now = deps.now();
    // One after another: nobody waits for them, and readers need the database too.
    const posts = await rank(deps.jobDb, name, now);
    const key = { list: listOf(deps, name), at: now.toISOString() };
    await saveRanking(deps.state.redis, key, posts);
    sizes[name] = posts.length;
  }
  return sizes;
}

const rankingNames: RankingName[] = [
  'popular',
  ...CommentWindow.options.map((window) => `discussed/${window}` as const),
];

async function rank(reader: ContentReader, name: RankingName, now: Date): Promise<RankedPost[]> {
  switch (name) {
    case 'popular':
      return rankPopular(reader, now);
    case 'discussed/24h':
      return rankMostCommented(reader, now, '24h');
    case 'discussed/7d':
      return rankMostCommented(reader, now, '7d');
    case 'discussed/all':
      return rankMostCommented(reader, now, 'all');
  }
}

async function readRanking<Item extends Post>(
  deps: Deps,
  request: Request & { name: RankingName },
  toItem: (post: Post, row: RankedRow) => Item,
): Promise<FeedPage<Item>> {
  const { name, viewerId } = request;
  return readFeedPage(request, {
    list: { name, position: RankPosition },
    read: (position, limit) => readRanked(deps, { name, position, limit }),
    show: async (rows) => {
      const posts = await showPosts(deps, {
        rows: rows.map((row) => row.post),
        viewerId,
        place: 'unasked',
      });
      return new Map(
        rows.flatMap((row) => {
          const post = posts.get(row.id);
          return post ? [[row.id, toItem(post, row)] as const] : [];
        }),
      );
    },
    positionOf: (row) => row.next,
    startOf: ({ next }) => ({ ...next, start: next.start - 1 }),
  });
}

async function readRanked(
  deps: Deps,
  args: { name: RankingName; position: RankPosition | null; limit: number },
): Promise<Chunk<RankedRow, RankPosition>> {
  const { name, limit } = args;
  const list = listOf(deps, name);
  const latest = (): Promise<string | null | undefined> =>
    deps.state.ask((redis) => findLatestRanking(redis, list));
  const position = args.position ?? { at: (await latest()) ?? null, start: 0 };
  const { at, start } = position;
  // One more than asked for tells whether the list goes on.
  const range = { start, limit: limit + 1 };
  const fixed =
    at === null
      ? undefined
      : await deps.state.ask((redis) => findRanked(redis, { list, at }, range));
  if (fixed === null) throw new AppError('CURSOR_INVALID');
  const ranking =
    fixed && at !== null
      ? { at: new Date(at), posts: fixed }
      : await recallRanking(deps, name, { start, end: start + range.limit });
  const ranked = ranking.posts;
  const placed = ranked.slice(0, limit);
  const posts = await findPosts(
    deps.db,
    placed.map((post) => post.id),
  );
  const byId = new Map(posts.map((post) => [post.id, post]));
  const rows = placed.flatMap((entry, index) => {
    const post = byId.get(entry.id);
    const next = { at, start: start + index + 1 };
    return post ? [{ id: entry.id, post, ranked: entry, rankedAt: ranking.at, next }] : [];
  });
  const isMore = ranked.length > limit;
  return { rows, next: isMore ? { at, start: start + limit } : null };
}

async function recallRanking(
  deps: Deps,
  name: RankingName,
  { start, end }: { start: number; end: number },
): Promise<{ at: Date; posts: RankedPost[] }> {
  const now = deps.now();
  const { at, posts } = await deps.rankingMemory.recall(name, now, () => rank(deps.db, name, now));
  return { at, posts: posts.slice(start, end) };
}

function listOf(deps: Pick<Deps, 'namespace'>, name: RankingName): string {
  return `${deps.namespace}${name}`;
}
