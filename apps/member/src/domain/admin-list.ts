import type {
  AdminActionPage,
  AdminMemberPage,
  AdminMembersInput,
} from '@dailyfeed/contract/admin';
import type { PageInput } from '@dailyfeed/contract/page';
import { decodeCursor, encodeCursor, IdPosition, toPage } from '@dailyfeed/service-kit/cursor';

import { listAdminActions, toAdminAction } from '../db/admin-actions.ts';
import { findLastSeen, listAdminMembers, toAdminMember } from '../db/admin-members.ts';
import type { Deps } from '../deps.ts';

/** Everyone there is, latest first; only those who match `query` and `state`, where they are given. */
export async function listMemberPage(
  deps: Pick<Deps, 'db'>,
  input: AdminMembersInput,
): Promise<AdminMemberPage> {
  const { query = '', state = null, limit } = input;
  const list = { name: `admin.members:${state}:${query}`, position: IdPosition };
  const before = decodeCursor(list, input.cursor);
  const rows = await listAdminMembers(deps.db, { query, state, before, limit: limit + 1 });
  const page = toPage(rows, limit, (row) => encodeCursor(list, row.id));
  const ids = page.items.map(({ id }) => id);
  const lastSeen = await findLastSeen(deps.db, ids);
  return { ...page, items: page.items.map((row) => toAdminMember(row, lastSeen.get(row.id))) };
}

/** What was done to accounts, latest first. */
export async function listActionPage(
  deps: Pick<Deps, 'db'>,
  input: PageInput,
): Promise<AdminActionPage> {
  const list = { name: 'admin.actions', position: IdPosition };
  const before = decodeCursor(list, input.cursor);
  const rows = await listAdminActions(deps.db, { before, limit: input.limit + 1 });
  const page = toPage(rows, input.limit, (row) => encodeCursor(list, row.id));
  return { ...page, items: page.items.map(toAdminAction) };
}
