import pg from 'pg';

import type { BenchSite } from './site.ts';
import { handleOf } from './world/size.ts';

/** Ids of some members, by number. */
export async function findIds(site: BenchSite, numbers: number[]): Promise<string[]> {
  const rows = await query<{ id: string }>(
    site.databaseUrl('member'),
    `SELECT members.id FROM unnest($1::text[]) WITH ORDINALITY AS given (handle, place)
     JOIN members ON handle_key = given.handle ORDER BY place`,
    [numbers.map(handleOf)],
  );
  return rows.map((row) => row.id);
}

/** Asks a database once. */
export async function query<Row extends pg.QueryResultRow>(
  url: string,
  text: string,
  values: unknown[] = [],
): Promise<Row[]> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    return (await client.query<Row>(text, values)).rows;
  } finally {
    await client.end();
  }
}
