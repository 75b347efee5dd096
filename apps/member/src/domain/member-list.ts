import type { IndexedMemberPage, IndexPageInput } from '@dailyfeed/contract/index-page';
import type { FollowListItem } from '@dailyfeed/contract/member';
import {
  decodeCursor,
  encodeCursor,
  IdPosition,
  type List,
  toPage,
} from '@dailyfeed/service-kit/cursor';

import { findBlockedIds } from '../db/blocks.ts';
import { findMembers, listPresent, toSummary } from '../db/members.ts';
import type { Deps } from '../deps.ts';
import { toFollowListItems } from './follow-list.ts';

const index: List<string> = { name: 'index/members', position: IdPosition };

/** Of `ids`, in their order, those who are there and have no block between them and the reader. */
export async function listMembers(
  deps: Pick<Deps, 'db'>,
  { ids, readerId }: { ids: string[]; readerId: string | null },
): Promise<FollowListItem[]> {
  const [members, blocked] = await Promise.all([
    findMembers(deps.db, ids),
    readerId === null ? [] : findBlockedIds(deps.db, readerId),
  ]);
  const rows = new Map(members.map((member) => [member.id, member]));
  for (const id of blocked) rows.delete(id);
  const met = [...new Set(ids)].flatMap((id) => rows.get(id) ?? []);
  return toFollowListItems(deps, met, readerId);
}

/** Everybody who is there, by id. */
export async function readIndexPage(
  deps: Pick<Deps, 'db'>,
  { cursor, limit }: IndexPageInput,
): Promise<IndexedMemberPage> {
  const after = decodeCursor(index, cursor);
  const rows = await listPresent(deps.db, { after, limit: limit + 1 });
  const page = toPage(rows, limit, (last) => encodeCursor(index, last.id));
  return { ...page, items: page.items.map(toSummary) };
}
