import type { PostRow } from '@dailyfeed/content-store/client';
import type { FollowingPage, FollowingSort } from '@dailyfeed/contract/feed';
import type { Post } from '@dailyfeed/contract/post';
import { decodeCursor, encodeCursor, IdPosition } from '@dailyfeed/service-kit/cursor';
import { nextId, previousId } from '@dailyfeed/service-kit/neighbour-id';
import * as z from 'zod';

import type { IdRange } from '../db/post.ts';
import type { Deps } from '../deps.ts';
import { readGraph } from './following.ts';
import { readHome } from './home.ts';
import { byId, type Chunk, type PageRequest, readFeedPage, readVisible } from './page.ts';
import { noteReader, readSortedFollowing } from './sorted-following.ts';
import { showPosts } from './visible-post.ts';

/** A place that a page ends at, upwards from it: any 128 bits, since it may be the neighbour of an id. */
const Above = z.strictObject({
  above: z.string().regex(/^[\da-f]{8}(?:-[\da-f]{4}){3}-[\da-f]{12}$/),
});
/** An id below which a page begins, or one right above which a page ends. */
const Position = z.union([IdPosition, Above]);
const name = 'following';
const list = { name, position: Position };
const downwards = { name, position: IdPosition };

type Request = PageRequest & { viewerId: string };

/** Posts of those the viewer follows and the viewer's own. */
export async function readFollowingFeed(
  deps: Deps,
  request: Request & { sort: FollowingSort },
): Promise<FollowingPage> {
  const { viewerId, sort, cursor, limit } = request;
  if (sort !== 'newest') return readSortedFollowing(deps, { ...request, sort });
  const position = decodeCursor(list, cursor);
  const source = sourceOf(deps, viewerId);
  const [page] = await Promise.all([
    position === null || typeof position === 'string'
      ? readDown(source, { cursor, position, limit })
      : readUp(source, { ...position, limit }),
    noteReader(deps, viewerId),
  ]);
  return { ...page, since: null };
}

/** The cursor of the page that begins with a post, or the next below it. */
export function cursorAt(postId: string): string {
  return encodeCursor(list, nextId(postId));
}

type HomeSource = {
  read: (range: IdRange & { limit: number }) => Promise<Chunk<PostRow, string>>;
  show: (rows: PostRow[]) => Promise<Map<string, Post>>;
};
type Page = Omit<FollowingPage, 'since'>;

function sourceOf(deps: Deps, viewerId: string): HomeSource {
  // All at once: Redis is asked in one go.
  const graph = readGraph(deps, viewerId);
  return {
    read: (range) => readHome(deps, graph, { ...range, viewerId }),
    show: async (rows) => showPosts(deps, { rows, viewerId, place: 'unasked', graph: await graph }),
  };
}

async function readDown(
  { read, show }: HomeSource,
  request: PageRequest & { position: string | null },
): Promise<Page> {
  const page = await readFeedPage(request, {
    list: downwards,
    read: (before, limit) => read({ before, after: null, from: 'newest', limit }),
    show,
    ...byId,
  });
  const { position } = request;
  const previousCursor =
    position === null ? null : encodeCursor(list, { above: previousId(position) });
  return { ...page, previousCursor };
}

/** The posts nearest above a place, in the order of the feed all the same. */
async function readUp(
  { read, show }: HomeSource,
  { above, limit }: { above: string; limit: number },
): Promise<Page> {
  const page = await readVisible(
    { position: above, limit },
    {
      read: (after, count) => read({ before: null, after, from: 'oldest', limit: count }),
      show,
      positionOf: byId.positionOf,
    },
  );
  const items = page.items.toReversed();
  const [first] = items;
  return {
    items,
    startCursor: first ? cursorAt(first.id) : null,
    previousCursor: page.next === null ? null : encodeCursor(list, { above: page.next }),
    nextCursor: cursorAt(above),
  };
}
