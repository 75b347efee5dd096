import { randomUUID } from 'node:crypto';

import type { PostRow } from '@dailyfeed/content-store/client';
import { AppError } from '@dailyfeed/contract/errors';
import { isStoreUnavailable } from '@dailyfeed/service-kit/unavailable';

import { findHomeSlice, homeMax, type HomeSlice, markHome, saveHome } from '../db/home.ts';
import { findMergedAmong, findMergedVersion } from '../db/merged-author.ts';
import { findPostHeads, findPostIds, findPosts, type IdRange, type PostHead } from '../db/post.ts';
import type { Deps } from '../deps.ts';
import { type Graph, listFollowing, pickFollowed } from './following.ts';
import { type Chunk, toChunk } from './page.ts';

/** Part of a member's following feed. */
export type HomeRequest = IdRange & { viewerId: string; limit: number };

/**
 * Posts of those the viewer follows and the viewer's own: from the home timeline, else from the database. The graph
 * may be on its way yet: Redis is asked for both at once.
 */
export async function readHome(
  deps: Deps,
  asked: Promise<Graph>,
  request: HomeRequest,
): Promise<Chunk<PostRow, string>> {
  const [graph, { rows: ids, next }] = await Promise.all([
    asked,
    readHomeIds(deps, asked, request),
  ]);
  return { rows: await findFollowedPosts(deps, graph, ids), next };
}

/** As `readHome`, for who wants to know no more than how many there are. */
export async function readHomeHeads(
  deps: Deps,
  asked: Promise<Graph>,
  request: HomeRequest,
): Promise<PostHead[]> {
  const [graph, { rows: ids }] = await Promise.all([asked, readHomeIds(deps, asked, request)]);
  return pickFollowedPosts(deps, graph, { ids, posts: await findPostHeads(deps.db, ids) });
}

async function readHomeIds(
  deps: Deps,
  asked: Promise<Graph>,
  request: HomeRequest,
): Promise<Chunk<string, string>> {
  // One more than asked for tells whether the list goes on.
  const range = { ...request, limit: request.limit + 1 };
  const [graph, kept] = await Promise.all([asked, findKept(deps, range)]);
  const ids =
    (await findListedIds(deps, { graph, kept, range })) ??
    (await findStoredIds(deps, graph, range));
  return toChunk(ids, request.limit, (id) => id);
}

/** What Redis has, of whichever version of the graph; undefined while it is away. */
type Kept = { home: HomeSlice | undefined; mergedVersion: string } | undefined;

async function findKept(deps: Deps, range: HomeRequest): Promise<Kept> {
  const { viewerId: memberId } = range;
  return deps.state.ask(async (redis) => {
    const [home, mergedVersion] = await Promise.all([
      findHomeSlice(redis, { ...range, memberId }),
      findMergedVersion(redis),
    ]);
    return { home, mergedVersion };
  });
}

/** Ids by the home timeline; undefined when it does not hold all of `range`. */
async function findListedIds(
  deps: Deps,
  { graph, kept, range }: { graph: Graph; kept: Kept; range: HomeRequest },
): Promise<string[] | undefined> {
  if (graph.version === undefined || !kept) return undefined;
  const { home, mergedVersion } = kept;
  if (home?.version !== graph.version) return cut(await buildHome(deps, graph), range);
  const { after, from } = range;
  const reachesEnd = after !== null && home.oldest !== '' && home.oldest <= after;
  const isFull = from === 'newest' && home.ids.length === range.limit;
  if (!reachesEnd && !isFull) return undefined;

  // The viewer's own posts need no fan-out, and those of authors with very many followers get none.
  const authorIds = [range.viewerId, ...(await listMerged(deps, graph, mergedVersion))];
  const merged = await findPostIds(deps.db, { ...range, authorIds });
  const ids = [...new Set([...home.ids, ...merged])].toSorted();
  return (from === 'newest' ? ids.toReversed() : ids).slice(0, range.limit);
}

/** Whom the viewer follows of those who are not fanned out: asked for anew when either has changed, and not by the page. */
async function listMerged(
  deps: Deps,
  graph: Graph,
  mergedVersion: string,
): Promise<readonly string[]> {
  const { memberId, version = '' } = graph;
  const key = { memberId, version: `${version}/${mergedVersion}` };
  try {
    return await deps.memory.merged.load(key, async () => {
      const following = await listFollowing(deps, graph);
      const merged = await deps.state.ask((redis) => findMergedAmong(redis, following));
      if (!merged) throw new AppError('STORE_UNAVAILABLE');
      return merged;
    });
  } catch (error) {
    if (!(error instanceof AppError) || error.code !== 'STORE_UNAVAILABLE') throw error;
    // Without an answer everyone is merged, which is right, and slower: so it is not remembered.
    return listFollowing(deps, graph);
  }
}

/** The part of a timeline just built that `range` is; undefined when that does not hold all of it. */
function cut(built: string[] | undefined, range: HomeRequest): string[] | undefined {
  if (!built) return undefined;
  const { before, after, from, limit } = range;
  const within = built.filter(
    (id) => (before === null || id < before) && (after === null || id > after),
  );
  const ids = (from === 'newest' ? within : within.toReversed()).slice(0, limit);
  const isWhole = built.length < homeMax || (after !== null && (built.at(-1) ?? '') <= after);
  return isWhole || (from === 'newest' && ids.length === limit) ? ids : undefined;
}

/** Ids by the database. */
async function findStoredIds(deps: Deps, graph: Graph, range: HomeRequest): Promise<string[]> {
  return findPostIds(deps.db, { ...range, authorIds: await listFollowing(deps, graph) });
}

/** The posts of `ids` in their order, without those of authors who are not followed: a late fan-out may list such. */
export async function findFollowedPosts(
  deps: Deps,
  graph: Graph,
  ids: string[],
): Promise<PostRow[]> {
  return pickFollowedPosts(deps, graph, { ids, posts: await findPosts(deps.db, ids) });
}

async function pickFollowedPosts<Row extends PostHead>(
  deps: Deps,
  graph: Graph,
  found: { ids: string[]; posts: Row[] },
): Promise<Row[]> {
  const posts = new Map(found.posts.map((post) => [post.id, post]));
  const authorIds = new Set([...posts.values()].map((post) => post.authorId));
  authorIds.delete(graph.memberId);
  const followed = await pickFollowed(deps, graph, [...authorIds]);
  followed.add(graph.memberId);
  return found.ids.flatMap((id) => {
    const post = posts.get(id);
    return post && followed.has(post.authorId) ? [post] : [];
  });
}

/**
 * Builds the home timeline for the requests to come, and gives it; not while another request is at it, or Redis or the
 * primary is away.
 */
export async function buildHome(deps: Deps, graph: Graph): Promise<string[] | undefined> {
  const { memberId, version } = graph;
  if (version === undefined) return undefined;
  const authorIds = await listFollowing(deps, graph);
  const mark = randomUUID();
  if ((await deps.state.ask((redis) => markHome(redis, memberId, mark))) !== true) return undefined;
  // Asked after the mark, and of the primary: a post that was fanned out before the mark is found here, a later one is
  // added to the set.
  const range = { before: null, after: null, from: 'newest', limit: homeMax } as const;
  const ids = await findPostIds(deps.db.latest, { ...range, authorIds }).catch(orUndefined);
  // The mark stays: until it ends no page asks a primary again that is away, or too slow for so long a list.
  if (!ids) return undefined;
  await deps.state.ask((redis) => saveHome(redis, memberId, { mark, version, ids }));
  return ids;
}

/** For a failure of the store, and nothing else. */
function orUndefined(error: unknown): undefined {
  if (!isStoreUnavailable(error)) throw error;
}
