import type { PostRow } from '@dailyfeed/content-store/client';
import { AppError } from '@dailyfeed/contract/errors';
import {
  CommentWindow,
  type DiscussedPage,
  type PopularPage,
  type PopularPost,
} from '@dailyfeed/contract/feed';
import type { Page } from '@dailyfeed/contract/page';
import { popularScore } from '@dailyfeed/contract/popular';
import type { Post } from '@dailyfeed/contract/post';
import * as z from 'zod';

import { findPosts } from '../db/post.ts';
import { rankedMax, type RankedPost, rankMostCommented, rankPopular } from '../db/ranked-post.ts';
import { findLatestRanking, findRanked, saveRanking } from '../db/ranking.ts';
import type { Deps } from '../deps.ts';
import { type Chunk, type PageRequest, readPage } from './page.ts';
import { showPosts } from './visible-post.ts';

/*
 * Counts change all the time, so a list ordered by them would repeat and skip while it is paged through. Rankings are
 * therefore fixed once a minute and kept for hours; a cursor names the one it belongs to. While Redis is away, or
 * before the first ranking, each page is ranked anew: it may then repeat a post, but there is something to read.
 */

/** Which ranking, null when it is ranked anew for each page, and how many of its posts lie behind. */
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

/** Everybody's public posts by the published formula, each with what counted for it. */
export async function readPopularFeed(deps: Deps, request: Request): Promise<PopularPage> {
  return readRanking(deps, { ...request, name: 'popular' }, (post, row): PopularPost => {
    const { id: _, ...counts } = row.ranked;
    const ageMs = row.rankedAt.getTime() - row.post.createdAt.getTime();
    const score = popularScore(counts, ageMs);
    return { ...post, why: { rankedAt: row.rankedAt.toISOString(), score, ...counts } };
  });
}

/** Everybody's public posts by the number of comments within the window. */
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
  deps: Pick<Deps, 'db' | 'state' | 'namespace' | 'now'>,
  signal: AbortSignal,
): Promise<Record<string, number>> {
  const sizes: Record<string, number> = {};
  for (const name of rankingNames) {
    if (signal.aborted) break;
    const now = deps.now();
    // One after another: nobody waits for them, and readers need the database too.
    const posts = await rank(deps, name, now);
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

async function rank(deps: Pick<Deps, 'db'>, name: RankingName, now: Date): Promise<RankedPost[]> {
  switch (name) {
    case 'popular':
      return rankPopular(deps.db, now);
    case 'discussed/24h':
      return rankMostCommented(deps.db, now, '24h');
    case 'discussed/7d':
      return rankMostCommented(deps.db, now, '7d');
    case 'discussed/all':
      return rankMostCommented(deps.db, now, 'all');
  }
}

async function readRanking<Item extends Post>(
  deps: Deps,
  request: Request & { name: RankingName },
  toItem: (post: Post, row: RankedRow) => Item,
): Promise<Page<Item>> {
  const { name, viewerId } = request;
  return readPage(request, {
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
  const now = deps.now();
  const ranked = fixed ?? (await rank(deps, name, now)).slice(start, start + range.limit);
  const placed = ranked.slice(0, limit);
  const posts = await findPosts(
    deps.db,
    placed.map((post) => post.id),
  );
  const byId = new Map(posts.map((post) => [post.id, post]));
  const rankedAt = fixed && at !== null ? new Date(at) : now;
  const rows = placed.flatMap((entry, index) => {
    const post = byId.get(entry.id);
    const next = { at, start: start + index + 1 };
    return post ? [{ id: entry.id, post, ranked: entry, rankedAt, next }] : [];
  });
  const isMore = ranked.length > limit;
  return { rows, next: isMore ? { at, start: start + limit } : null };
}

function listOf(deps: Pick<Deps, 'namespace'>, name: RankingName): string {
  return `${deps.namespace}${name}`;
}
