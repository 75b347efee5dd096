import type { ExportPage, SearchExportCounts } from '@dailyfeed/contract/export';

import { findRecents } from '../db/recents.ts';
import type { Deps } from '../deps.ts';

/** How much of a member's there is. */
export async function countExport(
  deps: Pick<Deps, 'db'>,
  memberId: string,
): Promise<SearchExportCounts> {
  return { 'recent-searches': (await findRecents(deps.db, memberId)).length };
}

/** What the member has searched for, the earliest first: few enough for one page. */
export async function getExportPage(deps: Pick<Deps, 'db'>, memberId: string): Promise<ExportPage> {
  const rows = await findRecents(deps.db, memberId);
  const items = rows
    .toReversed()
    .map(({ query, searchedAt }) => ({ query, searchedAt: searchedAt.toISOString() }));
  return { items, nextCursor: null };
}
