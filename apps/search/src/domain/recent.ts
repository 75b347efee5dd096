import { type RecentSearches, recentSearchesMax } from '@dailyfeed/contract/search';

import { deleteRecents, findRecents, putRecent } from '../db/recents.ts';
import type { Deps } from '../deps.ts';

type Args = { memberId: string; query: string };

/** What a member has searched for, latest first. */
export async function listRecents(
  deps: Pick<Deps, 'db'>,
  memberId: string,
): Promise<RecentSearches> {
  const rows = await findRecents(deps.db, memberId);
  return {
    items: rows.map(({ query, searchedAt }) => ({ query, searchedAt: searchedAt.toISOString() })),
  };
}

/** Puts a query first, however it was written before. */
export async function addRecent(
  deps: Pick<Deps, 'db' | 'now'>,
  { memberId, query }: Args,
): Promise<RecentSearches> {
  const row = { memberId, query, queryKey: toQueryKey(query), at: deps.now() };
  await putRecent(deps.db, { ...row, max: recentSearchesMax });
  return listRecents(deps, memberId);
}

export async function removeRecent(
  deps: Pick<Deps, 'db'>,
  { memberId, query }: Args,
): Promise<RecentSearches> {
  await deleteRecents(deps.db, { memberId, queryKey: toQueryKey(query) });
  return listRecents(deps, memberId);
}

export async function clearRecents(
  deps: Pick<Deps, 'db'>,
  memberId: string,
): Promise<RecentSearches> {
  await deleteRecents(deps.db, { memberId });
  return listRecents(deps, memberId);
}

function toQueryKey(query: string): string {
  return query.normalize('NFKC').toLowerCase().replaceAll(/\s+/gu, ' ').trim();
}
