import {
  findSummaries,
  forgetSummary,
  type KeptSummary,
  saveSummary,
  type Summary,
} from '../db/summary.ts';
import type { Deps, Members, RememberedMembers } from '../deps.ts';

/**
 * Keeps summaries in Redis for a minute, in front of `members`. What several requests miss at once is loaded once.
 * While Redis is away each request asks `members`; while `members` is away, what is kept still serves.
 */
export function cacheSummaries(members: Members, cache: Deps['cache']): RememberedMembers {
  const loading = new Map<string, Promise<Summary>>();

  /** Asks for all of them in one batch, and lets other requests wait for it as well. */
  function load(ids: string[], kept: ReadonlyMap<string, KeptSummary>): void {
    const batch = members.summaries(ids).then(async (found) => {
      const byId = new Map(found.map((summary) => [summary.id, summary]));
      const summaries = new Map(ids.map((id): [string, Summary] => [id, byId.get(id) ?? null]));
      await cache.ask((redis) =>
        Promise.all(
          [...summaries].map(([id, summary]) =>
            saveSummary(redis, { id, summary, before: kept.get(id) }),
          ),
        ),
      );
      return summaries;
    });
    for (const id of ids) {
      const summary = batch.then((summaries) => summaries.get(id) ?? null);
      loading.set(id, summary);
      const done = (): void => {
        if (loading.get(id) === summary) loading.delete(id);
      };
      summary.then(done, done);
    }
  }

  return {
    ...members,
    summaries: async (ids) => {
      const unique = [...new Set(ids)];
      const kept =
        (await cache.ask((redis) => findSummaries(redis, unique))) ??
        new Map<string, KeptSummary>();
      const missing = unique.filter((id) => kept.get(id)?.summary === undefined);
      const unasked = missing.filter((id) => !loading.has(id));
      if (unasked.length > 0) load(unasked, kept);
      const loaded = await Promise.all(missing.map(async (id) => loading.get(id) ?? null));
      const there = [...kept.values()].map(({ summary }) => summary ?? null);
      return [...there, ...loaded].filter((summary) => summary !== null);
    },
    forgetSummary: async (memberId) => {
      loading.delete(memberId);
      // Without an answer there is nothing that would serve for longer than a minute.
      await cache.ask((redis) => forgetSummary(redis, memberId));
    },
  };
}
