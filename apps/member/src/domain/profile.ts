import { AppError } from '@dailyfeed/contract/errors';
import type {
  HandleHolder,
  Me,
  MemberSummary,
  Profile,
  ReadableIds,
} from '@dailyfeed/contract/member';

import { findBlockedIds } from '../db/blocks.ts';
import type { MemberRow } from '../db/client.ts';
import { countHiddenFollows } from '../db/follow-counters.ts';
import { findRelations } from '../db/follows.ts';
import { toHandleKey } from '../db/handles.ts';
import { findHolderId, findHolderIds } from '../db/held-handles.ts';
import { toMe, toProfile, toSummary } from '../db/member-mapper.ts';
import { findIdsByHandleKey, findMember, findMemberByHandle, findMembers } from '../db/members.ts';
import type { Deps } from '../deps.ts';
import { requireUnblocked } from './block.ts';
import { openCover } from './profile-image.ts';
import { readRelations } from './relation.ts';
import { canRead } from './visibility.ts';

export async function getMe(deps: Pick<Deps, 'db' | 'imageTokens'>, memberId: string): Promise<Me> {
  const member = found(await findMember(deps.db, memberId));
  return openCover(deps, toMe(await withShownCounts(deps, member)), member.coverImageId);
}

/**
 * The profile as `readerId` sees it; null reads without an account. To whom the member does not show themselves, it
 * says who they are and nothing more.
 */
export async function getProfile(
  deps: Pick<Deps, 'db' | 'now' | 'imageTokens'>,
  who: { memberId: string } | { handle: string },
  readerId: string | null,
): Promise<Profile> {
  const member = found(
    'handle' in who
      ? await findByHandle(deps, who.handle)
      : await findMember(deps.db, who.memberId),
  );
  await requireUnblocked(deps.db, readerId, member.id);
  const relation = await getRelation(deps, member.id, readerId);
  const isFollower = relation?.following ?? false;
  const isRestricted = !canRead(member, { readerId, isFollower });
  const shown = isRestricted ? member : await withShownCounts(deps, member);
  return openCover(deps, toProfile(shown, { relation, isRestricted }), member.coverImageId);
}

/** Counts as long as the lists behind them: who is disabled or has left stands in neither. */
async function withShownCounts(deps: Pick<Deps, 'db'>, member: MemberRow): Promise<MemberRow> {
  const hidden = await countHiddenFollows(deps.db, member.id);
  return {
    ...member,
    followerCount: member.followerCount - hidden.followers,
    followingCount: member.followingCount - hidden.followings,
  };
}

/** Whose handle it is, or lately was: old links lead to the present one. */
async function findByHandle(
  deps: Pick<Deps, 'db' | 'now'>,
  handle: string,
): Promise<MemberRow | undefined> {
  const member = await findMemberByHandle(deps.db, handle);
  if (member) return member;
  const holderId = await findHolderId(deps.db, toHandleKey(handle), deps.now());
  return holderId === undefined ? undefined : findMember(deps.db, holderId);
}

/** Whom the handles mean, present ones before those lately given up; unknown ones are left out. */
export async function listByHandles(
  deps: Pick<Deps, 'db' | 'now'>,
  handles: string[],
): Promise<HandleHolder[]> {
  const keys = [...new Set(handles.map(toHandleKey))];
  const [present, held] = await Promise.all([
    findIdsByHandleKey(deps.db, keys),
    findHolderIds(deps.db, keys, deps.now()),
  ]);
  return handles.flatMap((handle) => {
    const key = toHandleKey(handle);
    const memberId = present.get(key) ?? held.get(key);
    return memberId === undefined ? [] : [{ handle, memberId }];
  });
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

/** Of `ids`, those who are there, show what they write to `readerId`, and have no block between them. */
export async function listReadableIds(
  deps: Pick<Deps, 'db'>,
  args: { readerId: string; ids: string[] },
): Promise<ReadableIds> {
  const { readerId, ids } = args;
  const [members, { followed }, blockedIds] = await Promise.all([
    findMembers(deps.db, ids),
    findRelations(deps.db, readerId, ids),
    findBlockedIds(deps.db, readerId),
  ]);
  const blocked = new Set(blockedIds);
  const readable = members.filter(
    (member) =>
      !blocked.has(member.id) && canRead(member, { readerId, isFollower: followed.has(member.id) }),
  );
  return { ids: readable.map((member) => member.id) };
}

async function getRelation(
  deps: Pick<Deps, 'db'>,
  memberId: string,
  readerId: string | null,
): Promise<Profile['relation']> {
  if (readerId === null) return null;
  const isSelf = readerId === memberId;
  const relations = await readRelations(deps, readerId, isSelf ? [] : [memberId]);
  return {
    isSelf,
    following: relations.followed.has(memberId),
    requested: relations.requested.has(memberId),
    followsYou: relations.following.has(memberId),
  };
}

function found(member: MemberRow | undefined): MemberRow {
  if (!member) throw new AppError('MEMBER_NOT_FOUND');
  return member;
}
