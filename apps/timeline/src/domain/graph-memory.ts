import { LRUCache } from 'lru-cache';

/** Ids that all lists of one memory hold together: some 30 MB. */
const idsMax = 300_000;
/** A version counts from nothing again when Redis has lost its data: then a list may be an older one of that number. */
const ttlMs = 60_000;

/** Lists of members as of a version of somebody's graph: another version is another list, so none ever changes. */
export type GraphMemory<List extends object> = {
  /** What is remembered of `key`; else `load` is asked, once for all who wait for it, and what fails is forgotten. */
  load(key: { memberId: string; version: string }, load: () => Promise<List>): Promise<List>;
};

/** Remembers the lists that were used last. `sizeOf`: how many ids a list holds; `clock` runs in ms, from any moment on. */
export function createGraphMemory<List extends object>(
  sizeOf: (list: List) => number,
  clock: { now(): number } = performance,
): GraphMemory<List> {
  const lists = new LRUCache<string, List, () => Promise<List>>({
    maxSize: idsMax,
    ttl: ttlMs,
    perf: clock,
    sizeCalculation: (list) => 1 + sizeOf(list),
    fetchMethod: (_key, _stale, { context: load }) => load(),
  });
  return {
    load: ({ memberId, version }, load) =>
      lists.forceFetch(`${memberId}:${version}`, { context: load }),
  };
}
