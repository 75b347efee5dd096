import type { Identity } from '@dailyfeed/auth/identity';
import { AppError } from '@dailyfeed/contract/errors';
import type { Page } from '@dailyfeed/contract/page';
import type { Highlight, SearchPostsInput } from '@dailyfeed/contract/search';
import {
  decodeCursor,
  encodeCursor,
  IdPosition,
  type List,
  TimePosition,
} from '@dailyfeed/service-kit/cursor';
import type { Transaction } from '@dailyfeed/service-kit/postgres';
import * as z from 'zod';

import { type Candidate, findMatching } from '../db/candidates.ts';
import { findIdsByHandle } from '../db/members.ts';
import type { TextTable } from '../db/texts.ts';
import type { Deps } from '../deps.ts';
import { endId, findNewest, firstId } from './candidate.ts';
import { getServing } from './generation.ts';
import { toHighlights } from './highlight.ts';
import { firstIdAt } from './id-time.ts';
import { fillPage, listNameOf } from './page.ts';
import { isEmpty, parseQuery, type Query } from './query.ts';
import { nameRanking, openRanking, rankedMax, rowsBehind } from './ranking.ts';
import { keepReadable } from './readable-text.ts';
import { toRankQuery, toTsquery } from './tsquery.ts';

/** How many texts are looked at where those before were closed to the reader. */
const looksMax = [200, 1000, 5000];

/** Where a list goes on: behind `id`, among those that were there when it began. */
const Place = z.strictObject({
  id: IdPosition,
  score: z.number(),
  at: TimePosition,
  /** Before what came later. */
  to: z.string().regex(/^[\da-f]{8}(?:-[\da-f]{4}){3}-[\da-f]{12}$/),
  /** The name of the ranking; null where the order is that of ids, or none is kept. */
  ranking: IdPosition.nullable(),
});
type Place = z.infer<typeof Place>;

/** Texts as a reader sees them, each with the words that were found in it. */
export async function searchTexts<Item extends { id: string; text: string }>(
  deps: Deps,
  args: {
    table: TextTable;
    input: SearchPostsInput & { identity: Identity };
    show(ids: string[], openedAuthorId: string | null): Promise<Item[]>;
  },
): Promise<Page<{ item: Item; highlights: Highlight[] }>> {
  const { table, input } = args;
  const query = parseQuery(input.query);
  if (isEmpty(query)) throw new AppError('SEARCH_QUERY_EMPTY');
  const list: List<Place> = { name: listNameOf(`${table}/${input.sort}`, input), position: Place };
  const place = decodeCursor(list, input.cursor);
  const tx = deps.startQuery();
  const generation = await getServing(tx);
  const authorIds = await findAuthors(tx, { generation, query });
  if (authorIds?.length === 0) return { items: [], nextCursor: null };

  const rankQuery = input.sort === 'best' ? toRankQuery(query) : null;
  const at = place?.at ?? deps.now().toISOString();
  const to = place?.to ?? endId;
  const source = {
    tx,
    readerId: input.identity.member?.memberId ?? null,
    table,
    generation,
    query: toTsquery(query, { authorIds: authorIds ?? [] }),
    from: query.after === null ? firstId : firstIdOf(query.after),
    to: query.before === null ? to : earlier(to, firstIdOf(query.before)),
  };
  // What is closed to a reader is not in their ranking: each has their own.
  const kept = `${list.name}/${source.readerId ?? 'visitor'}`;
  const ranking =
    rankQuery === null
      ? undefined
      : await openRanking(deps, {
          list: kept,
          name: place?.ranking ?? null,
          rank: () => rankNewest(deps, { ...source, rank: { query: rankQuery, at: new Date(at) } }),
        });
  const read = async (after: Candidate | null, count: number): Promise<Candidate[]> => {
    if (ranking) return rowsBehind(ranking, after, count);
    const to = after === null ? source.to : earlier(source.to, after.id);
    return findReadable(deps, { ...source, to, count });
  };
  const openedAuthorId = authorIds?.length === 1 ? (authorIds[0] ?? null) : null;
  const page = await fillPage({
    limit: input.limit,
    after: place,
    read,
    show: async (rows) => {
      const ranked = rows.map(({ id }) => id);
      // What was ranked a while ago may have been edited since.
      const ids = ranking?.name ? await findMatching(tx, { ...source, ids: ranked }) : ranked;
      const items = ids.length === 0 ? [] : await args.show(ids, openedAuthorId);
      return new Map(items.map((item) => [item.id, item]));
    },
  });
  const items = page.items.map((item) => ({ item, highlights: toHighlights(item.text, query) }));
  if (page.next === null) return { items, nextCursor: null };
  const { id, score } = page.next;
  const end = to === endId ? firstIdAt(Date.parse(at) + 1) : to;
  const name = ranking ? await nameRanking(deps, { list: kept, ranking }) : null;
  return { items, nextCursor: encodeCursor(list, { id, score, at, to: end, ranking: name }) };
}

type Source = Omit<Parameters<typeof findNewest>[1], 'limit' | 'rank'> & {
  readerId: string | null;
};

async function rankNewest(
  deps: Deps,
  { readerId, ...source }: Source & Pick<Parameters<typeof findNewest>[1], 'rank'>,
): Promise<Candidate[]> {
  const texts = await findNewest(deps, { ...source, limit: rankedMax });
  return keepReadable(deps, { readerId, texts });
}

/**
 * The newest that the reader may read, `count` of them as long as there are so many. Each look takes more than the one
 * before, and the last one most of what anybody has: how many are closed to the reader does not show.
 */
async function findReadable(
  deps: Deps,
  { readerId, count, ...source }: Source & { count: number },
): Promise<Candidate[]> {
  const found: Candidate[] = [];
  let { to } = source;
  for (const limit of looks(count)) {
    const texts = await findNewest(deps, { ...source, to, limit, rank: null });
    found.push(...(await keepReadable(deps, { readerId, texts })));
    to = texts.at(-1)?.id ?? to;
    if (found.length >= count || texts.length < limit) break;
  }
  return found.slice(0, count);
}

function looks(count: number): number[] {
  return [count, ...looksMax.filter((limit) => limit > count)];
}

/** Ids of those whom `from:` names; undefined where it is not asked. */
async function findAuthors(
  tx: Transaction,
  { generation, query }: { generation: number; query: Query },
): Promise<string[] | undefined> {
  if (query.from.length === 0) return undefined;
  return findIdsByHandle(tx, { generation, handleKeys: query.from });
}

function firstIdOf(day: string): string {
  return firstIdAt(Date.parse(`${day}T00:00:00Z`));
}

function earlier(a: string, b: string): string {
  return a < b ? a : b;
}
