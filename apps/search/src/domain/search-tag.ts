import { AppError } from '@dailyfeed/contract/errors';
import type { FoundTagPage, SearchTagsInput } from '@dailyfeed/contract/search';
import { decodeCursor, encodeCursor, type List, toPage } from '@dailyfeed/service-kit/cursor';
import * as z from 'zod';

import { findTags } from '../db/tags.ts';
import type { Deps } from '../deps.ts';
import { getServing } from './generation.ts';
import { inTime } from './in-time.ts';
import { listNameOf } from './page.ts';
import { toNameQuery } from './search-member.ts';

const Place = z.strictObject({ useCount: z.number().int(), tag: z.string() });

/** Tags by their beginning, or by what stands in them, the most used first. */
export async function searchTags(
  deps: Pick<Deps, 'queryDb'>,
  input: SearchTagsInput,
): Promise<FoundTagPage> {
  const query = toNameQuery(input.query.replace(/^\s*[#＃]/u, ''));
  if (query === null) throw new AppError('SEARCH_QUERY_EMPTY');
  const list: List<z.infer<typeof Place>> = { name: listNameOf('tags', input), position: Place };
  const generation = await getServing(deps);
  const after = decodeCursor(list, input.cursor);
  const limit = input.limit + 1;
  const rows = await inTime(() => findTags(deps.queryDb, { generation, query, after, limit }));
  const page = toPage(rows, input.limit, ({ useCount, tag }) =>
    encodeCursor(list, { useCount, tag }),
  );
  const items = page.items.map(({ tag, postCount }) => ({ tag, postCount }));
  return { ...page, items };
}
