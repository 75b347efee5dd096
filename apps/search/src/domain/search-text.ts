import { AppError } from '@dailyfeed/contract/errors';
import type { Page } from '@dailyfeed/contract/page';
import type { Highlight, SearchPostsInput } from '@dailyfeed/contract/search';
import { decodeCursor, encodeCursor, IdPosition, type List } from '@dailyfeed/service-kit/cursor';
import * as z from 'zod';

import type { Candidate } from '../db/candidates.ts';
import { findIdsByHandle } from '../db/members.ts';
import type { TextTable } from '../db/texts.ts';
import type { Deps } from '../deps.ts';
import { endId, findNewest, firstId } from './candidate.ts';
import { getServing } from './generation.ts';
import { toHighlights } from './highlight.ts';
import { firstIdAt } from './id-time.ts';
import { inTime } from './in-time.ts';
import { fillPage, listNameOf } from './page.ts';
import { isEmpty, parseQuery, type Query } from './query.ts';
import { toRankQuery, toTsquery } from './tsquery.ts';

/** Of what matches, this many are ranked, the newest: what it costs does not grow with the site. */
const rankedMax = 1000;

/** Where a list goes on: behind `id`, among those that were there, and as they stood, when it began. */
const Place = z.strictObject({
  id: IdPosition,
  score: z.number(),
  at: z.iso.datetime(),
  /** Before what came later. */
  to: z.string().regex(/^[\da-f]{8}(?:-[\da-f]{4}){3}-[\da-f]{12}$/),
});
type Place = z.infer<typeof Place>;
type Row = Candidate;

/** Texts as a reader sees them, each with the words that were found in it. */
export async function searchTexts<Item extends { id: string; text: string }>(
  deps: Deps,
  args: {
    table: TextTable;
    input: SearchPostsInput;
    show(ids: string[], openedAuthorId: string | null): Promise<Item[]>;
  },
): Promise<Page<{ item: Item; highlights: Highlight[] }>> {
  const { table, input } = args;
  const query = parseQuery(input.query);
  if (isEmpty(query)) throw new AppError('SEARCH_QUERY_EMPTY');
  const list: List<Place> = { name: listNameOf(`${table}/${input.sort}`, input), position: Place };
  const place = decodeCursor(list, input.cursor);
  const generation = await getServing(deps);
  const authorIds = await findAuthors(deps, { generation, query });
  if (authorIds?.length === 0) return { items: [], nextCursor: null };

  const rankQuery = input.sort === 'best' ? toRankQuery(query) : null;
  const at = place?.at ?? deps.now().toISOString();
  const to = place?.to ?? endId;
  const source = {
    table,
    generation,
    query: toTsquery(query, { authorIds: authorIds ?? [] }),
    from: query.after === null ? firstId : firstIdOf(query.after),
    to: query.before === null ? to : earlier(to, firstIdOf(query.before)),
  };
  let ranked: Row[] | undefined;
  const read = async (after: Row | null, count: number): Promise<Row[]> => {
    if (rankQuery === null) {
      const upTo = after === null ? source.to : earlier(source.to, after.id);
      return inTime(() => findNewest(deps, { ...source, to: upTo, limit: count, rank: null }));
    }
    ranked ??= await rankAll(deps, { ...source, rank: { query: rankQuery, at: new Date(at) } });
    const start = after === null ? 0 : ranked.findIndex((row) => compare(row, after) > 0);
    return start === -1 ? [] : ranked.slice(start, start + count);
  };
  const openedAuthorId = authorIds?.length === 1 ? (authorIds[0] ?? null) : null;
  const page = await fillPage({
    limit: input.limit,
    after: place,
    read,
    show: async (rows) => {
      const ids = rows.map(({ id }) => id);
      const items = ids.length === 0 ? [] : await args.show(ids, openedAuthorId);
      return new Map(items.map((item) => [item.id, item]));
    },
  });
  return {
    items: page.items.map((item) => ({ item, highlights: toHighlights(item.text, query) })),
    nextCursor: page.next === null ? null : encodeCursor(list, placeOf(page.next, { at, to })),
  };
}

function placeOf({ id, score }: Row, { at, to }: { at: string; to: string }): Place {
  return { id, score, at, to: to === endId ? firstIdAt(Date.parse(at) + 1) : to };
}

/** Ids of those whom `from:` names; undefined where it is not asked. */
async function findAuthors(
  deps: Pick<Deps, 'queryDb'>,
  { generation, query }: { generation: number; query: Query },
): Promise<string[] | undefined> {
  if (query.from.length === 0) return undefined;
  return inTime(() => findIdsByHandle(deps.queryDb, { generation, handleKeys: query.from }));
}

function firstIdOf(day: string): string {
  return firstIdAt(Date.parse(`${day}T00:00:00Z`));
}

function earlier(a: string, b: string): string {
  return a < b ? a : b;
}

async function rankAll(
  deps: Deps,
  source: Omit<Parameters<typeof findNewest>[1], 'limit'>,
): Promise<Row[]> {
  const found = await inTime(() => findNewest(deps, { ...source, limit: rankedMax }));
  return found.toSorted(compare);
}

/** The higher score first; of equal ones, the newer. */
function compare(a: Row, b: Row): number {
  if (a.score !== b.score) return b.score - a.score;
  if (a.id === b.id) return 0;
  return a.id > b.id ? -1 : 1;
}
