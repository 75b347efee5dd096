import { AppError } from '@dailyfeed/contract/errors';
import { toTagKey } from '@dailyfeed/contract/find-entities';
import type { FoundTag, FoundTagPage, SearchTagsInput } from '@dailyfeed/contract/search';
import { decodeCursor, encodeCursor, IdPosition, type List } from '@dailyfeed/service-kit/cursor';
import type { Transaction } from '@dailyfeed/service-kit/postgres';
import * as z from 'zod';

import type { Candidate } from '../db/candidates.ts';
import { findPostCounts, findTags } from '../db/tags.ts';
import type { Deps } from '../deps.ts';
import { getServing } from './generation.ts';
import { fillPage, listNameOf } from './page.ts';
import { withoutExcluded } from './query.ts';
import { nameRanking, openRanking, rankedMax, rowsBehind } from './ranking.ts';
import { toNameQuery } from './search-member.ts';

/** Behind which a list goes on, and in which ranking; null while none is kept. */
const Place = z.strictObject({
  id: z.string(),
  score: z.number().int(),
  ranking: IdPosition.nullable(),
});
type Place = z.infer<typeof Place>;

/** Tags by their beginning, or by what stands in them: the one that was typed, then the most used. */
export async function searchTags(deps: Deps, input: SearchTagsInput): Promise<FoundTagPage> {
  const typed = input.query.replace(/^\s*[#＃]/u, '');
  const query = toNameQuery(typed);
  if (query === null) throw new AppError('SEARCH_QUERY_EMPTY');
  const list: List<Place> = { name: listNameOf('tags', input), position: Place };
  const place = decodeCursor(list, input.cursor);
  const tx = deps.startQuery();
  const generation = await getServing(tx);
  const tag = toWholeTag(withoutExcluded(typed));
  const kept = { list: list.name, by: 'word' } as const;
  const ranking = await openRanking(deps, {
    ...kept,
    name: place?.ranking ?? null,
    rank: () => findTags(tx, { generation, query, tag, limit: rankedMax }),
  });
  const page = await fillPage({
    limit: input.limit,
    after: place,
    read: (after: Candidate | null, count) => Promise.resolve(rowsBehind(ranking, after, count)),
    show: (rows) => showTags(tx, { generation, rows }),
  });
  if (page.next === null) return { items: page.items, nextCursor: null };
  const { id, score } = page.next;
  const name = await nameRanking(deps, { ...kept, ranking });
  return { items: page.items, nextCursor: encodeCursor(list, { id, score, ranking: name }) };
}

/** Each with how many posts it has, as far as everybody may see them; without any, it is left out. */
export async function showTags(
  tx: Transaction,
  { generation, rows }: { generation: number; rows: Candidate[] },
): Promise<Map<string, FoundTag>> {
  if (rows.length === 0) return new Map();
  const counts = await findPostCounts(tx, { generation, tags: rows.map(({ id }) => id) });
  return new Map([...counts].map(([tag, postCount]) => [tag, { tag, postCount }]));
}

/** The tag that was typed; null where it is none. */
export function toWholeTag(typed: string): string | null {
  const tag = typed.trim();
  return /^[\p{L}\p{M}\p{N}_]+$/u.test(tag) ? toTagKey(tag) : null;
}
