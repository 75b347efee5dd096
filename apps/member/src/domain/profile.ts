import { AppError } from '@dailyfeed/contract/errors';
import type { Me, MemberSummary, Profile } from '@dailyfeed/contract/member';

import type { MemberRow } from '../db/client.ts';
import { findRelations } from '../db/follows.ts';
import {
  findMember,
  findMemberByHandle,
  findMembers,
  toMe,
  toProfile,
  toSummary,
} from '../db/members.ts';
import type { Deps } from '../deps.ts';

export async function getMe(deps: Pick<Deps, 'db'>, memberId: string): Promise<Me> {
  return toMe(found(await findMember(deps.db, memberId)));
}

/** The profile as `readerId` sees it; null reads without an account. */
export async function getProfile(
  deps: Pick<Deps, 'db'>,
  who: { memberId: string } | { handle: string },
  readerId: string | null,
): Promise<Profile> {
  const member = found(
    'handle' in who
      ? await findMemberByHandle(deps.db, who.handle)
      : await findMember(deps.db, who.memberId),
  );
  return toProfile(member, await getRelation(deps, member.id, readerId));
}

/** Those of `ids` that there are, in the order asked for. */
export async function listSummaries(
  deps: Pick<Deps, 'db'>,
  ids: string[],
): Promise<MemberSummary[]> {
  const rows = await findMembers(deps.db, ids);
  const byId = new Map(rows.map((row) => [row.id, row]));
  return [...new Set(ids)].flatMap((id) => byId.get(id) ?? []).map(toSummary);
}

async function getRelation(
  deps: Pick<Deps, 'db'>,
  memberId: string,
  readerId: string | null,
): Promise<Profile['relation']> {
  if (readerId === null) return null;
  if (readerId === memberId) return { isSelf: true, following: false, followsYou: false };
  const { followed, following } = await findRelations(deps.db, readerId, [memberId]);
  return {
    isSelf: false,
    following: followed.has(memberId),
    followsYou: following.has(memberId),
  };
}

function found(member: MemberRow | undefined): MemberRow {
  if (!member) throw new AppError('MEMBER_NOT_FOUND');
  return member;
}
