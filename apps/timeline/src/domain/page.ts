import type { Page } from '@dailyfeed/contract/page';
import { decodeCursor, encodeCursor, type List } from '@dailyfeed/service-kit/cursor';

/** A stretch of a list as it is stored, and where the list goes on; `next` is null at its end. */
export type Chunk<Row, Position> = { rows: Row[]; next: Position | null };

export type PageRequest = { cursor?: string | null | undefined; limit: number };

/** Bounds the work when most of a list is hidden from this viewer: such a page is short, but has a cursor. */
const roundMax = 5;

/**
 * Reads one page of what a viewer may see: chunks are read and shown until the page is full, the list ends or
 * `roundMax` is reached. `show` gives the visible ones by id; what it leaves out is hidden.
 */
export async function readPage<Row extends { id: string }, Item, Position>(
  request: PageRequest,
  source: {
    list: List<Position>;
    read: (position: Position | null, limit: number) => Promise<Chunk<Row, Position>>;
    show: (rows: Row[]) => Promise<Map<string, Item>>;
    positionOf: (row: Row) => Position;
  },
): Promise<Page<Item>> {
  const { cursor, limit } = request;
  const items: Item[] = [];
  let position = decodeCursor(source.list, cursor);
  for (let round = 0; round < roundMax && items.length < limit; round += 1) {
    // One round at a time: the next is needed only when this one leaves the page unfilled.
    const chunk = await source.read(position, limit);
    const visible = await source.show(chunk.rows);
    const { taken, cutAt } = take(chunk.rows, visible, limit - items.length);
    items.push(...taken);
    position = cutAt ? source.positionOf(cutAt) : chunk.next;
    if (position === null) break;
  }
  return { items, nextCursor: position === null ? null : encodeCursor(source.list, position) };
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
