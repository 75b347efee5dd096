import { IdPosition } from '@dailyfeed/service-kit/cursor';
import { expect, test } from 'vitest';

import { readPage, toChunk } from './page.ts';

const ids = Array.from(
  { length: 23 },
  (_, index) => `0190c1f2-0000-7000-8000-${String(index).padStart(12, '0')}`,
);

/** The list of `ids`, of which a viewer sees those in `visible`. */
function sourceOf(visible: ReadonlySet<string>) {
  const reads: number[] = [];
  return {
    reads,
    list: { name: 'test', position: IdPosition },
    read: (position: string | null, limit: number) => {
      reads.push(limit);
      const start = position === null ? 0 : ids.indexOf(position) + 1;
      const rows = ids.slice(start, start + limit + 1).map((id) => ({ id }));
      return Promise.resolve(toChunk(rows, limit, (row) => row.id));
    },
    show: (rows: { id: string }[]) =>
      Promise.resolve(
        new Map(rows.flatMap(({ id }) => (visible.has(id) ? [[id, id] as const] : []))),
      ),
    positionOf: (row: { id: string }) => row.id,
  };
}

async function readAll(source: ReturnType<typeof sourceOf>, limit: number): Promise<string[][]> {
  const pages: string[][] = [];
  let cursor: string | null = null;
  do {
    const page: { items: string[]; nextCursor: string | null } = await readPage(
      { cursor, limit },
      source,
    );
    pages.push(page.items);
    cursor = page.nextCursor;
  } while (cursor !== null);
  return pages;
}

test.each([1, 2, 5, 22, 23, 24, 100])(
  'pages of %d give every visible item exactly once, in order, whatever is hidden',
  async (limit) => {
    for (let pattern = 0; pattern < 64; pattern += 1) {
      const visible = new Set(ids.filter((_id, index) => (pattern >> (index % 6)) % 2 === 1));
      const pages = await readAll(sourceOf(visible), limit);
      expect(pages.flat()).toEqual(ids.filter((id) => visible.has(id)));
    }
  },
);

test('a page is filled from further down when some of it is hidden', async () => {
  const visible = new Set(ids.filter((_id, index) => index % 2 === 0));
  const { items } = await readPage({ limit: 5 }, sourceOf(visible));
  expect(items).toEqual([0, 2, 4, 6, 8].map((index) => ids[index]));
});

test('reading on is bounded: a page with nothing to show has a cursor', async () => {
  const source = sourceOf(new Set());
  const { items, nextCursor } = await readPage({ limit: 2 }, source);
  expect(items).toEqual([]);
  expect(nextCursor).not.toBeNull();
  expect(source.reads).toEqual([2, 2, 2, 2, 2]);
});

test('the last page has no cursor, also when it is exactly full', async () => {
  const { nextCursor } = await readPage({ limit: ids.length }, sourceOf(new Set(ids)));
  expect(nextCursor).toBeNull();
});
