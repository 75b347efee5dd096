import type {
  IndexedMember,
  IndexedMemberPage,
  IndexPageInput,
} from '@dailyfeed/contract/index-page';
import type { FollowListItem } from '@dailyfeed/contract/member';
import { readPageById } from '@dailyfeed/service-kit/cursor';

import { findBlockedIds } from '../db/blocks.ts';
import type { MemberRow } from '../db/client.ts';
import { toSummary } from '../db/member-mapper.ts';
import { findMembers, listPresent } from '../db/members.ts';
import type { Deps } from '../deps.ts';
import { toFollowListItems } from './follow-list.ts';
import { canRead } from './visibility.ts';

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
  input: IndexPageInput,
): Promise<IndexedMemberPage> {
  const page = await readPageById('index/members', input, ({ place: after, limit }) =>
    listPresent(deps.db, { after, limit }),
  );
  return { ...page, items: page.items.map(toIndexed) };
}

/** Those of `ids` who are there, in any order. */
export async function listIndexed(deps: Pick<Deps, 'db'>, ids: string[]): Promise<IndexedMember[]> {
  return (await findMembers(deps.db, ids)).map(toIndexed);
}

/** What anybody may find a member by: who does not show themselves to everybody is found by name only. */
function toIndexed(member: MemberRow): IndexedMember {
  const bio = canRead(member, { readerId: null, isFollower: false }) ? member.bio : '';
  return { ...toSummary(member), bio, followerCount: member.followerCount };
}
