import type { Identity } from '@dailyfeed/auth/identity';
import { AppError } from '@dailyfeed/contract/errors';
import type { FoundMemberPage, SearchMembersInput } from '@dailyfeed/contract/search';
import { decodeCursor, encodeCursor, IdPosition, type List } from '@dailyfeed/service-kit/cursor';
import * as z from 'zod';

import { findMembers, type FoundMemberRow } from '../db/members.ts';
import type { Deps } from '../deps.ts';
import { getServing } from './generation.ts';
import { inTime } from './in-time.ts';
import { fillPage, listNameOf } from './page.ts';
import { toPrefixKey, toPrefixQuery } from './prefix.ts';
import { parseQuery, type Term } from './query.ts';
import { quote } from './token.ts';
import { termQuery } from './tsquery.ts';

const Place = z.strictObject({ id: IdPosition, rank: z.number().int() });

/** Members by what their handle or display name begins with, or by words in it, as far as the reader may meet them. */
export async function searchMembers(
  deps: Deps,
  input: SearchMembersInput & { identity: Identity },
): Promise<FoundMemberPage> {
  const typed = input.query.replace(/^\s*[@＠]/u, '');
  const query = toNameQuery(typed);
  if (query === null) throw new AppError('SEARCH_QUERY_EMPTY');
  const list: List<FoundMemberRow> = { name: listNameOf('members', input), position: Place };
  const generation = await getServing(deps);
  const beginning = toPrefixKey(typed);
  const page = await fillPage({
    limit: input.limit,
    after: decodeCursor(list, input.cursor),
    read: (after, limit) =>
      inTime(() => findMembers(deps.queryDb, { generation, query, beginning, after, limit })),
    show: async (rows) => {
      const ids = rows.map(({ id }) => id);
      const items = ids.length === 0 ? [] : await deps.members.listItems(input.identity, ids);
      return new Map(items.map((item) => [item.id, item]));
    },
  });
  return {
    items: page.items,
    nextCursor: page.next === null ? null : encodeCursor(list, page.next),
  };
}

/** All words, the beginning of one being enough, or the beginning of a whole name; null where there is nothing to look for. */
export function toNameQuery(text: string): string | null {
  const { terms } = parseQuery(text);
  const words = terms.map((term) => `(${beginningOf(term)})`);
  const whole = toPrefixQuery(text);
  const alternatives = [
    ...(words.length === 0 ? [] : [words.join(' & ')]),
    ...(whole ? [whole] : []),
  ];
  return alternatives.length === 0 ? null : alternatives.join(' | ');
}

function beginningOf(term: Term): string {
  const [only] = term;
  return only?.kind === 'word' && term.length === 1 ? `${quote(only.text)}:*` : termQuery(term);
}
