import type { Identity } from '@dailyfeed/auth/identity';
import { AppError } from '@dailyfeed/contract/errors';
import type { FoundMemberPage, SearchMembersInput } from '@dailyfeed/contract/search';
import { decodeCursor, encodeCursor, IdPosition, type List } from '@dailyfeed/service-kit/cursor';
import { nextId } from '@dailyfeed/service-kit/neighbour-id';
import * as z from 'zod';

import type { Candidate } from '../db/candidates.ts';
import { findMembers } from '../db/members.ts';
import type { Deps } from '../deps.ts';
import { getServing } from './generation.ts';
import { fillPage, listNameOf } from './page.ts';
import { toHandleKey, toPrefixKey, toPrefixQuery } from './prefix.ts';
import { parseQuery, type Term, withoutExcluded } from './query.ts';
import { nameRanking, openRanking, rankedMax, rowsBehind } from './ranking.ts';
import { bioMark, quote } from './token.ts';
import { termQuery } from './tsquery.ts';

/** Behind whom a list goes on, and in which ranking; null while none is kept. */
const Place = z.strictObject({
  id: IdPosition,
  score: z.number(),
  ranking: IdPosition.nullable(),
});
type Place = z.infer<typeof Place>;

/**
 * Members by what their handle or display name begins with, or by words in it, or in their bio, as far as the reader
 * may meet them.
 */
export async function searchMembers(
  deps: Deps,
  input: SearchMembersInput & { identity: Identity },
): Promise<FoundMemberPage> {
  const typed = input.query.replace(/^\s*[@＠]/u, '');
  const nameQuery = toNameQuery(typed);
  const wanted = withoutExcluded(typed);
  if (nameQuery === null) throw new AppError('SEARCH_QUERY_EMPTY');
  const list: List<Place> = { name: listNameOf('members', input), position: Place };
  const place = decodeCursor(list, input.cursor);
  const tx = deps.startQuery();
  const generation = await getServing(tx);
  const asked = {
    generation,
    query: [nameQuery, ...toBioQuery(typed)].join(' | '),
    nameQuery,
    handle: toHandleKey(wanted),
    beginning: toPrefixKey(wanted),
    limit: rankedMax,
  };
  const ranking = await openRanking(deps, {
    list: list.name,
    name: place?.ranking ?? null,
    rank: () => findMembers(tx, asked),
  });
  const page = await fillPage({
    limit: input.limit,
    after: place,
    read: (after: Candidate | null, count) => Promise.resolve(rowsBehind(ranking, after, count)),
    show: async (rows) => {
      const ids = rows.map(({ id }) => id);
      const items = ids.length === 0 ? [] : await deps.members.listItems(input.identity, ids);
      return new Map(items.map((item) => [item.id, item]));
    },
  });
  const { items, next } = page;
  // One that does not go on need not be kept.
  const name = next ? await nameRanking(deps, { list: list.name, ranking }) : ranking.name;
  const cursorAt = ({ id, score }: Candidate): string =>
    encodeCursor(list, { id, score, ranking: name });
  const first = ranking.rows.find(({ id }) => id === items[0]?.id);
  return {
    items,
    nextCursor: next && cursorAt(next),
    startCursor: first ? cursorAt({ ...first, id: nextId(first.id) }) : null,
  };
}

/**
 * All words, the beginning of one being enough, or the beginning of a whole name, and none that is left out; null where
 * there is nothing to look for.
 */
export function toNameQuery(text: string): string | null {
  const { terms, without } = parseQuery(text);
  const words = terms.map((term) => `(${beginningOf(term)})`);
  const whole = toPrefixQuery(withoutExcluded(text));
  const alternatives = [
    ...(words.length === 0 ? [] : [words.join(' & ')]),
    ...(whole ? [whole] : []),
  ];
  return alternatives.length === 0 ? null : leavingOut(without, alternatives.join(' | '));
}

/** All words, in the bio or the name; none where there is nothing to look for. */
function toBioQuery(text: string): string[] {
  const { terms, without } = parseQuery(text);
  const words = terms.map((term) => `(${termQuery(term, { mark: bioMark })})`);
  return words.length === 0 ? [] : [leavingOut(without, words.join(' & '))];
}

/** Neither in the name nor in the bio. */
function leavingOut(without: readonly Term[], query: string): string {
  const excluded = without.flatMap((term) => [termQuery(term), termQuery(term, { mark: bioMark })]);
  return [`(${query})`, ...excluded.map((each) => `!(${each})`)].join(' & ');
}

function beginningOf(term: Term): string {
  const [only] = term;
  return only?.kind === 'word' && term.length === 1 ? `${quote(only.text)}:*` : termQuery(term);
}
