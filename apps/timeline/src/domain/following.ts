import {
  findFollowed,
  findFollowingIds,
  findGraphVersion,
  type FollowingKey,
  saveFollowingIds,
} from '../db/following.ts';
import type { Deps } from '../deps.ts';

/**
 * Whom `memberId` follows, as of `version` of the graph. The version is read first: what is loaded after it is at
 * least as fresh, so a follow or unfollow takes effect with the next request. Undefined while Redis is away: then
 * nothing is remembered and the member service is asked each time.
 */
export type Graph = { memberId: string; version: string | undefined };

export async function readGraph(deps: Deps, memberId: string): Promise<Graph> {
  const version = await deps.state.ask((redis) => findGraphVersion(redis, memberId));
  return { memberId, version };
}

/** Of `ids`, those the member follows. */
export async function pickFollowed(deps: Deps, graph: Graph, ids: string[]): Promise<Set<string>> {
  if (ids.length === 0) return new Set();
  const key = keyOf(graph);
  const remembered = key && (await deps.cache.ask((redis) => findFollowed(redis, key, ids)));
  if (remembered) return remembered;
  const all = new Set(await loadFollowing(deps, graph));
  return new Set(ids.filter((id) => all.has(id)));
}

/** Everyone the member follows, and the member. */
export async function listFollowing(deps: Deps, graph: Graph): Promise<string[]> {
  const key = keyOf(graph);
  const remembered = key && (await deps.cache.ask((redis) => findFollowingIds(redis, key)));
  return remembered ?? [graph.memberId, ...(await loadFollowing(deps, graph))];
}

/** Whoever misses the list of a version joins the load of that version: a follow since then has made another one. */
async function loadFollowing(deps: Deps, graph: Graph): Promise<string[]> {
  const { memberId, version } = graph;
  const load = () => askForFollowing(deps, graph);
  return version === undefined ? load() : deps.loads.following.once(`${memberId}:${version}`, load);
}

async function askForFollowing(deps: Deps, graph: Graph): Promise<string[]> {
  const ids: string[] = [];
  let cursor: string | null = null;
  do {
    const page = await deps.members.followIds({
      memberId: graph.memberId,
      side: 'followings',
      cursor,
    });
    ids.push(...page.items);
    cursor = page.nextCursor;
  } while (cursor !== null);
  const key = keyOf(graph);
  if (key) await deps.cache.ask((redis) => saveFollowingIds(redis, key, ids));
  return ids;
}

function keyOf({ memberId, version }: Graph): FollowingKey | undefined {
  return version === undefined ? undefined : { memberId, version };
}
