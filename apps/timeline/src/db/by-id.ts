import type { ContentDatabase } from '@dailyfeed/content-store/client';
import { isStoreUnavailable } from '@dailyfeed/service-kit/unavailable';

import { firstIdAt } from './id-time.ts';
import type { ContentReader } from './reader.ts';

type FindMany<Row> = (ids: string[]) => (db: ContentDatabase) => Promise<Row[]>;

/** How much the clocks of those who make ids may differ from ours. */
const clockMarginMs = 5000;

/**
 * The rows of `ids`, in any order. One so new that a replica may not have it is looked for on the primary as well: who
 * was told of it finds it, and does without it while the primary is away.
 */
export async function findByIds<Row extends { id: string }>(
  reader: ContentReader,
  ids: string[],
  findMany: FindMany<Row>,
): Promise<Row[]> {
  if (ids.length === 0) return [];
  const rows = await reader.read(findMany(ids));
  const missing = idsTooNew(reader, ids, rows);
  if (missing.length === 0) return rows;
  try {
    return [...rows, ...(await reader.latest.read(findMany(missing)))];
  } catch (error) {
    if (!isStoreUnavailable(error)) throw error;
    return rows;
  }
}

/** As `findByIds`, of one that was asked for by its id: rejects where nobody can tell whether there is such a row. */
export async function findById<Row extends { id: string }>(
  reader: ContentReader,
  id: string,
  findMany: FindMany<Row>,
): Promise<Row | undefined> {
  const rows = await reader.read(findMany([id]));
  const missing = idsTooNew(reader, [id], rows);
  const [row] = missing.length === 0 ? rows : await reader.latest.read(findMany(missing));
  return row;
}

/** Of `ids`, those that `rows` lack and that a replica may not have yet. */
function idsTooNew(reader: ContentReader, ids: string[], rows: { id: string }[]): string[] {
  if (reader.lagMaxMs === 0 || rows.length === ids.length) return [];
  const found = new Set(rows.map((row) => row.id));
  const newest = firstIdAt(reader.now().getTime() - reader.lagMaxMs - clockMarginMs);
  return ids.filter((id) => !found.has(id) && id.toLowerCase() > newest);
}
