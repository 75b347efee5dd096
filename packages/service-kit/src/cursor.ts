import { AppError } from '@dailyfeed/contract/errors';
import type { FeedPage, Page } from '@dailyfeed/contract/page';
import * as z from 'zod';

import { nextId } from './neighbour-id.ts';

/** A list that can be paged through: its name, which binds a cursor to it, and what a place in it looks like. */
export type List<Position> = { name: string; position: z.ZodType<Position> };

/** A place in a list ordered by id. Lower case only: ids are compared as text in Redis. */
export const IdPosition = z.uuid().regex(/^[^A-Z]*$/);

/** A place in a list ordered by time. PostgreSQL knows no year 0. */
export const TimePosition = z.iso.datetime().regex(/^(?!0000)/);

/** Writes a place in `list` down, opaquely. */
export function encodeCursor<Position>(list: List<Position>, position: Position): string {
  return Buffer.from(JSON.stringify({ l: list.name, p: position })).toString('base64url');
}

/** The place a cursor of `list` names; null without one. A broken one, or another list's, is CURSOR_INVALID. */
export function decodeCursor<Position>(
  list: List<Position>,
  cursor: string | null | undefined,
): Position | null {
  if (cursor === null || cursor === undefined) return null;
  const envelope = z.strictObject({ l: z.literal(list.name), p: list.position });
  const result = envelope.safeParse(parseJson(Buffer.from(cursor, 'base64url').toString()));
  // Node skips what is not base64url; only the form we write ourselves is a cursor.
  if (!result.success || encodeCursor(list, result.data.p) !== cursor) {
    throw new AppError('CURSOR_INVALID');
  }
  return result.data.p;
}

/** Makes a page of `rows`, of which one more than `limit` was asked for; `cursorOf` its last one says where to go on. */
export function toPage<Row>(
  rows: readonly Row[],
  limit: number,
  cursorOf: (last: Row) => string,
): Page<Row> {
  const last = rows[limit - 1];
  const nextCursor = rows.length > limit && last !== undefined ? cursorOf(last) : null;
  return { items: rows.slice(0, limit), nextCursor };
}

/** The same of a `list` ordered by ids, the greatest first, to which a reader may come back in its middle. */
export function toFeedPage<Row>(
  rows: readonly Row[],
  limit: number,
  { list, idOf }: { list: List<string>; idOf: (row: Row) => string },
): FeedPage<Row> {
  const [first] = rows;
  return {
    ...toPage(rows, limit, (last) => encodeCursor(list, idOf(last))),
    startCursor: first === undefined ? null : encodeCursor(list, nextId(idOf(first))),
  };
}

/**
 * Reads a page of the list called `name`, whose order is that of its ids, up or down. `read` gives at most `limit` rows
 * beyond the id `place`; null is before the first. A cursor that is not this list's is CURSOR_INVALID.
 */
export async function readPageById<Row extends { id: string }>(
  name: string,
  { cursor, limit }: { cursor?: string | null | undefined; limit: number },
  read: (range: { place: string | null; limit: number }) => Promise<Row[]>,
): Promise<Page<Row>> {
  const list: List<string> = { name, position: IdPosition };
  const rows = await read({ place: decodeCursor(list, cursor), limit: limit + 1 });
  return toPage(rows, limit, ({ id }) => encodeCursor(list, id));
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
