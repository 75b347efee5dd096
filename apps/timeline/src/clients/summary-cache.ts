import { MemberSummary } from '@dailyfeed/contract/member';

import type { Deps, Members, RememberedMembers } from '../deps.ts';

const ttlSeconds = 60;
/** Someone unknown may be someone who has just signed up. */
const unknownTtlSeconds = 5;

/** Null: the member service knows no such member, which is worth remembering as well. */
const Entry = MemberSummary.nullable();
type Entry = MemberSummary | null;

/**
 * Keeps summaries in Redis for a minute, in front of `members`. What several requests miss at once is loaded once.
 * While Redis is away each request asks `members`; while `members` is away, what is kept still serves.
 */
export function cacheSummaries(members: Members, cache: Deps['cache']): RememberedMembers {
  const loading = new Map<string, Promise<Entry>>();

  /** Asks for all of `ids` in one batch, and lets other requests wait for it as well. */
  function load(ids: string[]): void {
    const batch = members.summaries(ids).then(async (found) => {
      const byId = new Map(found.map((summary) => [summary.id, summary]));
      const entries = new Map(ids.map((id): [string, Entry] => [id, byId.get(id) ?? null]));
      await write(cache, entries);
      return entries;
    });
    for (const id of ids) {
      const entry = batch.then((entries) => entries.get(id) ?? null);
      loading.set(id, entry);
      const done = () => loading.delete(id);
      entry.then(done, done);
    }
  }

  return {
    ...members,
    summaries: async (ids) => {
      const unique = [...new Set(ids)];
      const kept = await read(cache, unique);
      const missing = unique.filter((id) => !kept.has(id));
      const unasked = missing.filter((id) => !loading.has(id));
      if (unasked.length > 0) load(unasked);
      const loaded = await Promise.all(missing.map(async (id) => loading.get(id) ?? null));
      return [...kept.values(), ...loaded].filter((entry) => entry !== null);
    },
    forgetSummary: async (memberId) => {
      loading.delete(memberId);
      // Without an answer there is nothing that would serve for longer than a minute.
      await cache.ask((redis) => redis.del(keyOf(memberId)));
    },
  };
}

async function read(cache: Deps['cache'], ids: string[]): Promise<Map<string, Entry>> {
  // Single GETs, which the driver sends together: a cluster keeps them on several servers.
  const values = await cache.ask((redis) => Promise.all(ids.map((id) => redis.get(keyOf(id)))));
  const entries = new Map<string, Entry>();
  for (const [index, id] of ids.entries()) {
    const value = values?.[index] ?? null;
    // What another version of this service wrote may have another shape: it is asked for again.
    const entry = value === null ? undefined : Entry.safeParse(JSON.parse(value));
    if (entry?.success) entries.set(id, entry.data);
  }
  return entries;
}

async function write(cache: Deps['cache'], entries: Map<string, Entry>): Promise<void> {
  await cache.ask((redis) =>
    Promise.all(
      [...entries].map(([id, entry]) =>
        redis.set(keyOf(id), JSON.stringify(entry), 'EX', entry ? ttlSeconds : unknownTtlSeconds),
      ),
    ),
  );
}

function keyOf(memberId: string): string {
  return `summary:${memberId}`;
}
