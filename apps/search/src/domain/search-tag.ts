import { AppError } from '@dailyfeed/contract/errors';
import { toTagKey } from '@dailyfeed/contract/find-entities';
import type { FoundTagPage, SearchTagsInput } from '@dailyfeed/contract/search';
import { decodeCursor, encodeCursor, type List, toPage } from '@dailyfeed/service-kit/cursor';
import * as z from 'zod';

import { findTags } from '../db/tags.ts';
import type { Deps } from '../deps.ts';
import { getServing } from './generation.ts';
import { listNameOf } from './page.ts';
import { withoutExcluded } from './query.ts';
import { toNameQuery } from './search-member.ts';

const Place = z.strictObject({ useCount: z.number().int(), tag: z.string() });

/** Tags by their beginning, or by what stands in them, the most used first. */
export async function searchTags(
  deps: Pick<Deps, 'startQuery'>,
  input: SearchTagsInput,
): Promise<FoundTagPage> {
  const typed = input.query.replace(/^\s*[#＃]/u, '');
  const query = toNameQuery(typed);
  if (query === null) throw new AppError('SEARCH_QUERY_EMPTY');
  const list: List<z.infer<typeof Place>> = { name: listNameOf('tags', input), position: Place };
  const after = decodeCursor(list, input.cursor);
  const tx = deps.startQuery();
  const generation = await getServing(tx);
  const limit = input.limit + 1;
  const rows = await findTags(tx, {
    generation,
    query,
    tag: toWholeTag(withoutExcluded(typed)),
    after,
    limit,
  });
  const page = toPage(rows, input.limit, ({ useCount, tag }) =>
    encodeCursor(list, { useCount, tag }),
  );
  const items = page.items.map(({ tag, postCount }) => ({ tag, postCount }));
  return { ...page, items };
}

/** The tag that was typed; null where it is none. */
export function toWholeTag(typed: string): string | null {
  const tag = typed.trim();
  return /^[\p{L}\p{M}\p{N}_]+$/u.test(tag) ? toTagKey(tag) : null;
}
