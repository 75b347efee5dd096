import { setTimeout as delay } from 'node:timers/promises';

import { MongoClient } from 'mongodb';
import pg from 'pg';

import type { BenchSite } from './site.ts';

/** Sees documents of `member_activities` arrive. */
export type Arrivals = {
  /** When each of some ids was first seen to be there, by `performance.now()`; looks every `pauseMs`. */
  wait(ids: readonly string[], pauseMs: number): Promise<ReadonlyMap<string, number>>;
} & AsyncDisposable;

type Look = (ids: string[]) => Promise<string[]>;

const patienceMs = 300_000;

/**
 * FerretDB reads a collection from one end to the other to find a document, so that looking would be most of what is
 * measured: PostgreSQL beneath it is asked, by an index.
 */
export async function openArrivals(site: BenchSite): Promise<Arrivals> {
  await using stack = new AsyncDisposableStack();
  const look = (await openBeneath(site, stack)) ?? openMongo(site, stack);
  const resources = stack.move();
  return {
    wait: async (ids, pauseMs) => {
      const seen = new Map<string, number>();
      const endAt = performance.now() + patienceMs;
      for (let missing = [...ids]; missing.length > 0;) {
        for (const id of await look(missing)) seen.set(id, performance.now());
        missing = missing.filter((id) => !seen.has(id));
        if (performance.now() > endAt) throw new Error('The events have not arrived');
        await delay(pauseMs);
      }
      return seen;
    },
    [Symbol.asyncDispose]: () => resources.disposeAsync(),
  };
}

/** Undefined where the store is a MongoDB. */
async function openBeneath(
  site: BenchSite,
  stack: AsyncDisposableStack,
): Promise<Look | undefined> {
  const client = new pg.Client({ connectionString: site.databaseUrl('ferretdb') });
  await client.connect();
  stack.defer(() => client.end());
  const schema = new URL(site.stores.urls.MONGODB_URL).pathname.slice(1);
  const { rows } = await client.query<{ name: string }>(
    `SELECT quote_ident(schemaname) || '.' || quote_ident(tablename) AS name FROM pg_tables
     WHERE schemaname = $1 AND tablename LIKE 'member\\_activities\\_%'`,
    [schema],
  );
  const table = rows[0]?.name;
  if (table === undefined) return undefined;
  return async (ids) => {
    const found = await client.query<{ id: string }>(
      `SELECT _jsonb->>'_id' AS id FROM ${table} WHERE _jsonb->'_id' = ANY ($1::jsonb[])`,
      [ids.map((id) => JSON.stringify(id))],
    );
    return found.rows.map(({ id }) => id);
  };
}

function openMongo(site: BenchSite, stack: AsyncDisposableStack): Look {
  const mongo = new MongoClient(site.stores.urls.MONGODB_URL);
  stack.defer(() => mongo.close());
  const stories = mongo.db().collection<{ _id: string }>('member_activities');
  return async (ids) => {
    const found = await stories.find({ _id: { $in: ids } }, { projection: { _id: 1 } }).toArray();
    return found.map(({ _id }) => _id);
  };
}
