import type { FeedPage, Page } from '@dailyfeed/contract/page';
import { decodeCursor, encodeCursor, type List } from '@dailyfeed/service-kit/cursor';
import { nextId } from '@dailyfeed/service-kit/neighbour-id';

/** A stretch of a list as it is stored, and where the list goes on; `next` is null at its end. */
export type Chunk<Row, Position> = { rows: Row[]; next: Position | null };

export type PageRequest = { cursor?: string | null | undefined; limit: number };

/** Bounds the work when most of a list is hidden from this viewer: such a page is short, but has a cursor. */
const roundMax = 5;

export type Source<Row, Item, Position> = {
  read: (position: Position | null, limit: number) => Promise<Chunk<Row, Position>>;
  /** The visible ones by id; what is left out is hidden. */
  show: (rows: Row[]) => Promise<Map<string, Item>>;
  /** The place behind a row. */
  positionOf: (row: Row) => Position;
};

/** Reads one page of what a viewer may see. */
export async function readPage<Row extends { id: string }, Item, Position>(
  request: PageRequest,
  source: Source<Row, Item, Position> & { list: List<Position> },
): Promise<Page<Item>> {
  const { list } = source;
  const position = decodeCursor(list, request.cursor);
  const { items, next } = await readVisible({ position, limit: request.limit }, source);
  return { items, nextCursor: next === null ? null : encodeCursor(list, next) };
}

/** The same of a list that a reader may come back to in its middle. */
export async function readFeedPage<Row extends { id: string }, Item, Position>(
  request: PageRequest,
  source: Source<Row, Item, Position> & {
    list: List<Position>;
    /** The place right before a row, behind whatever stands above it. */
    startOf: (row: Row) => Position;
  },
): Promise<FeedPage<Item>> {
  let first: Row | undefined;
  const show = async (rows: Row[]): Promise<Map<string, Item>> => {
    const visible = await source.show(rows);
    first ??= rows.find(({ id }) => visible.has(id));
    return visible;
  };
  const page = await readPage(request, { ...source, show });
  return { ...page, startCursor: first ? encodeCursor(source.list, source.startOf(first)) : null };
}

/** How lists are paged that go by the ids of their rows, the greatest first. */
export const byId = {
  positionOf: (row: { id: string }): string => row.id,
  startOf: (row: { id: string }): string => nextId(row.id),
};

/** Chunks are read and shown until there are enough to see, the list ends or `roundMax` is reached. */
export async function readVisible<Row extends { id: string }, Item, Position>(
  place: { position: Position | null; limit: number },
  source: Source<Row, Item, Position>,
): Promise<{ items: Item[]; next: Position | null }> {
  const { limit } = place;
  const items: Item[] = [];
  let next = place.position;
  for (let round = 0; round < roundMax && items.length < limit; round += 1) {
    // One round at a time: the next is needed only when this one leaves the page unfilled.
    const chunk = await source.read(next, limit);
    const visible = await source.show(chunk.rows);
    const { taken, cutAt } = take(chunk.rows, visible, limit - items.length);
    items.push(...taken);
    next = cutAt ? source.positionOf(cutAt) : chunk.next;
    if (next === null) break;
  }
  return { items, next };
}

/** Cuts `rows`, of which one more than `limit` was asked for, into a chunk. */
export function toChunk<Row, Position>(
  rows: Row[],
  limit: number,
  positionOf: (row: Row) => Position,
): Chunk<Row, Position> {
  const last = rows[limit - 1];
  const next = rows.length > limit && last !== undefined ? positionOf(last) : null;
  return { rows: rows.slice(0, limit), next };
}

/** Up to `count` visible items; `cutAt` is the row of the last one when rows are left over after it. */
function take<Row extends { id: string }, Item>(
  rows: Row[],
  visible: Map<string, Item>,
  count: number,
): { taken: Item[]; cutAt: Row | null } {
  const taken: Item[] = [];
  for (const [index, row] of rows.entries()) {
    const item = visible.get(row.id);
    if (item === undefined) continue;
    taken.push(item);
    if (taken.length === count) return { taken, cutAt: index < rows.length - 1 ? row : null };
  }
  return { taken, cutAt: null };
}
