import { createHash } from 'node:crypto';

/** Bounds the work when most of what matches is hidden from this reader: such a page is short, but has a cursor. */
const roundMax = 5;

/**
 * Fills one page from a list of which some is hidden from the reader: stretches of `read` are shown until the page is
 * full, the list ends or `roundMax` is reached. `next` is the last one behind which the page ends, null at the list's end.
 */
export async function fillPage<Row extends { id: string }, Item>(source: {
  limit: number;
  /** The rows behind one, at most `count`; fewer when there are no more. */
  read(after: Row | null, count: number): Promise<Row[]>;
  /** Those that the reader sees, by id. */
  show(rows: Row[]): Promise<Map<string, Item>>;
  after: Row | null;
}): Promise<{ items: Item[]; next: Row | null }> {
  const { limit } = source;
  const items: Item[] = [];
  let after = source.after;
  for (let round = 0; round < roundMax; round += 1) {
    // One more tells whether the list goes on.
    const rows = await source.read(after, limit + 1);
    const shown = await source.show(rows.slice(0, limit));
    for (const [index, row] of rows.slice(0, limit).entries()) {
      after = row;
      const item = shown.get(row.id);
      if (item !== undefined) items.push(item);
      if (items.length === limit) return { items, next: index < rows.length - 1 ? row : null };
    }
    if (rows.length <= limit) return { items, next: null };
  }
  return { items, next: after };
}

/** Binds a cursor to what was searched for; short, however long that is. */
export function listNameOf(kind: string, { query }: { query: string }): string {
  const digest = createHash('sha256').update(query).digest('base64url').slice(0, 16);
  return `search/${kind}/${digest}`;
}
