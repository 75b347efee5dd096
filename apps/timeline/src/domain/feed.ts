import type { FeedHead } from '@dailyfeed/contract/feed';
import type { PostPage } from '@dailyfeed/contract/post';
import { IdPosition, TimePosition } from '@dailyfeed/service-kit/cursor';
import { nextId } from '@dailyfeed/service-kit/neighbour-id';
import * as z from 'zod';

import { findPostsByAuthor, findPostsByTag, findRecentPosts } from '../db/post.ts';
import type { Deps } from '../deps.ts';
import { readGraph } from './following.ts';
import { readHomeHeads } from './home.ts';
import { byId, type PageRequest, readFeedPage, toChunk } from './page.ts';
import { noteReader } from './sorted-following.ts';
import { findOpenedAuthor } from './visible-author.ts';
import { countVisiblePosts, showPosts } from './visible-post.ts';

const RecentPosition = z.strictObject({ at: TimePosition, id: IdPosition });
const newCountMax = 100;

/** How many posts of the following feed stand above `since`. */
export async function countNewPosts(
  deps: Deps,
  args: { since: string | null; viewerId: string },
): Promise<FeedHead> {
  const { viewerId } = args;
  const after = args.since;
  const graph = readGraph(deps, viewerId);
  const [rows] = await Promise.all([
    readHomeHeads(deps, graph, {
      viewerId,
      before: null,
      after,
      from: 'newest',
      limit: newCountMax,
    }),
    // A page that is open asks this all the while.
    noteReader(deps, viewerId),
  ]);
  const shown = { rows, viewerId, place: 'unasked', graph: await graph } as const;
  return { newCount: await countVisiblePosts(deps, shown) };
}

/** Everyone's posts that the viewer may read, by latest activity: when they were written or last commented on. */
export async function readRecentFeed(
  deps: Deps,
  request: PageRequest & { viewerId: string | null },
): Promise<PostPage> {
  const { viewerId } = request;
  const positionOf = (row: { id: string; lastActivityAt: Date }) => ({
    at: row.lastActivityAt.toISOString(),
    id: row.id,
  });
  return readFeedPage(request, {
    list: { name: 'recent', position: RecentPosition },
    read: async (before, limit) =>
      toChunk(
        await findRecentPosts(deps.db, { viewerId, before, limit: limit + 1 }),
        limit,
        positionOf,
      ),
    show: (rows) => showPosts(deps, { rows, viewerId, place: 'unasked' }),
    positionOf,
    startOf: (row) => ({ ...positionOf(row), id: nextId(row.id) }),
  });
}

/** One author's posts, or those with pictures, newest first; none when the viewer may not read the author. */
export async function readAuthorFeed(
  deps: Deps,
  request: PageRequest & { authorId: string; only?: 'media' | undefined; viewerId: string | null },
): Promise<PostPage> {
  const { viewerId, authorId, only } = request;
  const author = await findOpenedAuthor(deps, { authorId, viewerId });
  return readFeedPage(request, {
    list: { name: `author/${authorId}${only ? `/${only}` : ''}`, position: IdPosition },
    read: async (before, limit) => {
      if (!author) return { rows: [], next: null };
      const args = { authorId, only, viewerId, before, limit: limit + 1 };
      const rows = await findPostsByAuthor(deps.db, args);
      return toChunk(rows, limit, (row) => row.id);
    },
    show: (rows) => showPosts(deps, { rows, viewerId, place: 'opened' }),
    ...byId,
  });
}

/** Everyone's posts with a tag that the viewer may read, newest first. */
export async function readTagFeed(
  deps: Deps,
  request: PageRequest & { tag: string; viewerId: string | null },
): Promise<PostPage> {
  const { tag, viewerId } = request;
  return readFeedPage(request, {
    list: { name: `tag/${tag}`, position: IdPosition },
    read: async (before, limit) => {
      const rows = await findPostsByTag(deps.db, { tag, viewerId, before, limit: limit + 1 });
      return toChunk(rows, limit, (row) => row.id);
    },
    show: (rows) => showPosts(deps, { rows, viewerId, place: 'unasked' }),
    ...byId,
  });
}
