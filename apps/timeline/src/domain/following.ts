import {
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
  const all = await loadFollowing(deps, graph);
  return new Set(ids.filter((id) => all.has(id)));
}

/** Everyone the member follows, and the member. */
export async function listFollowing(deps: Deps, graph: Graph): Promise<string[]> {
  return [graph.memberId, ...(await loadFollowing(deps, graph))];
}

async function loadFollowing(deps: Deps, graph: Graph): Promise<ReadonlySet<string>> {
  const key = keyOf(graph);
  if (!key) return new Set(await askForFollowing(deps, graph));
  return deps.memory.following.load(key, async () => {
    const kept = await deps.cache.ask((redis) => findFollowingIds(redis, key));
    if (kept) return new Set(kept);
    const ids = await askForFollowing(deps, graph);
    await deps.cache.ask((redis) => saveFollowingIds(redis, key, ids));
    return new Set(ids);
  });
}

async function askForFollowing(deps: Deps, { memberId }: Graph): Promise<string[]> {
  const ids: string[] = [];
  let cursor: string | null = null;
  do {
    const page = await deps.members.followIds({ memberId, side: 'followings', cursor });
    ids.push(...page.items);
    cursor = page.nextCursor;
  } while (cursor !== null);
  return ids;
}

function keyOf({ memberId, version }: Graph): FollowingKey | undefined {
  return version === undefined ? undefined : { memberId, version };
}
