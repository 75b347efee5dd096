import type {
  AdminActionPage,
  AdminMemberPage,
  AdminMembersInput,
} from '@dailyfeed/contract/admin';
import type { PageInput } from '@dailyfeed/contract/page';
import { readPageById } from '@dailyfeed/service-kit/cursor';

import { listAdminActions, toAdminAction } from '../db/admin-actions.ts';
import { findLastSeen, listAdminMembers, toAdminMember } from '../db/admin-members.ts';
import type { Deps } from '../deps.ts';

/** Everyone there is, latest first; only those who match `query` and `state`, where they are given. */
export async function listMemberPage(
  deps: Pick<Deps, 'db'>,
  input: AdminMembersInput,
): Promise<AdminMemberPage> {
  const { query = '', state = null } = input;
  const name = `admin.members:${state}:${query}`;
  const page = await readPageById(name, input, ({ place: before, limit }) =>
    listAdminMembers(deps.db, { query, state, before, limit }),
  );
  const ids = page.items.map(({ id }) => id);
  const lastSeen = await findLastSeen(deps.db, ids);
  return { ...page, items: page.items.map((row) => toAdminMember(row, lastSeen.get(row.id))) };
}

/** What was done to accounts, latest first. */
export async function listActionPage(
  deps: Pick<Deps, 'db'>,
  input: PageInput,
): Promise<AdminActionPage> {
  const page = await readPageById('admin.actions', input, ({ place: before, limit }) =>
    listAdminActions(deps.db, { before, limit }),
  );
  return { ...page, items: page.items.map(toAdminAction) };
}
