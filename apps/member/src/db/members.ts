import { type ImageVariant } from '@dailyfeed/contract/image';
import { toImagePath } from '@dailyfeed/contract/image-path';
import type { Me, MemberSummary, Profile, Visibility } from '@dailyfeed/contract/member';

import type { MemberRow, Transaction } from './client.ts';

export type NewMember = Pick<
  MemberRow,
  | 'id'
  | 'email'
  | 'handle'
  | 'displayName'
  | 'bio'
  | 'location'
  | 'websiteUrl'
  | 'language'
  | 'birthDate'
  | 'gender'
  | 'country'
  | 'createdAt'
> &
  Partial<Pick<MemberRow, 'roles' | 'avatarImageId' | 'coverImageId'>>;

export async function insertMember(tx: Transaction, member: NewMember): Promise<MemberRow> {
  return tx.member.create({ data: toData(member) });
}

export async function insertMembers(tx: Transaction, members: NewMember[]): Promise<void> {
  await tx.member.createMany({ data: members.map(toData) });
}

function toData(member: NewMember): NewMember & { handleKey: string } {
  return { ...member, handleKey: toHandleKey(member.handle) };
}

/** What "Ann" and "ann" have in common. */
export function toHandleKey(handle: string): string {
  return handle.toLowerCase();
}

/** Who is disabled or has left is found by nobody, and stands in no list. */
export const present = { disabledAt: null, deactivatedAt: null };

export async function findMember(tx: Transaction, id: string): Promise<MemberRow | undefined> {
  return (await tx.member.findFirst({ where: { id, ...present } })) ?? undefined;
}

export async function findMemberByHandle(
  tx: Transaction,
  handle: string,
): Promise<MemberRow | undefined> {
  const where = { handleKey: toHandleKey(handle), ...present };
  return (await tx.member.findFirst({ where })) ?? undefined;
}

/** The member, disabled or deactivated or neither. */
export async function findAnyMember(tx: Transaction, id: string): Promise<MemberRow | undefined> {
  return (await tx.member.findUnique({ where: { id } })) ?? undefined;
}

/** Whose e-mail address it is, disabled or deactivated or neither. */
export async function findMemberByEmail(
  tx: Transaction,
  email: string,
): Promise<MemberRow | undefined> {
  return (await tx.member.findUnique({ where: { email } })) ?? undefined;
}

export async function findMembers(tx: Transaction, ids: string[]): Promise<MemberRow[]> {
  return tx.member.findMany({ where: { id: { in: ids }, ...present } });
}

/** Who is there, by id, behind `after`. */
export async function listPresent(
  tx: Transaction,
  args: { after: string | null; limit: number },
): Promise<MemberRow[]> {
  return tx.member.findMany({
    where: { ...present, ...(args.after !== null && { id: { gt: args.after } }) },
    orderBy: { id: 'asc' },
    take: args.limit,
  });
}

/** Those who have one of the handles now, by its key. */
export async function findIdsByHandleKey(
  tx: Transaction,
  handleKeys: string[],
): Promise<Map<string, string>> {
  const rows = await tx.member.findMany({
    where: { handleKey: { in: handleKeys }, ...present },
    select: { id: true, handleKey: true },
  });
  return new Map(rows.map((row) => [row.handleKey, row.id]));
}

/** Of `ids`, those that there are, in whatever state. */
export async function findKnownIds(tx: Transaction, ids: string[]): Promise<Set<string>> {
  const rows = await tx.member.findMany({ where: { id: { in: ids } }, select: { id: true } });
  return new Set(rows.map((row) => row.id));
}

/** The member with this e-mail address, in whatever state, and the hash of their password. */
export async function findForLogIn(
  tx: Transaction,
  email: string,
): Promise<{ member: MemberRow; passwordHash: string | undefined } | undefined> {
  const row = await tx.member.findUnique({ where: { email }, include: { password: true } });
  if (!row) return undefined;
  const { password, ...member } = row;
  return { member, passwordHash: password?.hash };
}

/** Whose handle it is, in whatever state they are. */
export async function findHandleOwnerId(
  tx: Transaction,
  handle: string,
): Promise<string | undefined> {
  const where = { handleKey: toHandleKey(handle) };
  return (await tx.member.findUnique({ where, select: { id: true } }))?.id;
}

/** Of `handleKeys`, those that somebody has, or gave up so lately that they are kept for them. */
export async function findUsedHandleKeys(
  tx: Transaction,
  args: { handleKeys: string[]; now: Date },
): Promise<Set<string>> {
  const handleKey = { in: args.handleKeys };
  const select = { handleKey: true };
  const had = await tx.member.findMany({ where: { handleKey }, select });
  const held = await tx.heldHandle.findMany({
    where: { handleKey, heldUntil: { gt: args.now } },
    select,
  });
  return new Set([...had, ...held].map((row) => row.handleKey));
}

/** Which of an e-mail address and a handle someone has already. */
export async function findTaken(
  tx: Transaction,
  wanted: { email: string; handle: string },
): Promise<{ email: boolean; handle: boolean }> {
  const handleKey = toHandleKey(wanted.handle);
  const rows = await tx.member.findMany({
    where: { OR: [{ email: wanted.email }, { handleKey }] },
    select: { email: true, handleKey: true },
  });
  return {
    email: rows.some((row) => row.email === wanted.email),
    handle: rows.some((row) => row.handleKey === handleKey),
  };
}

export type LockedMember = {
  id: string;
  followingCount: number;
  isPresent: boolean;
  visibility: Visibility;
};

/**
 * Locks the rows of `ids` against other writers of their counters, in the order of their ids: two transactions that
 * want the same rows never wait for each other in a circle.
 */
export async function lockMembers(tx: Transaction, ids: string[]): Promise<LockedMember[]> {
  return tx.$queryRaw`
    SELECT id, following_count AS "followingCount", visibility::text,
      disabled_at IS NULL AND deactivated_at IS NULL AS "isPresent"
    FROM members WHERE id = ANY(${ids}::uuid[]) ORDER BY id FOR NO KEY UPDATE`;
}

/** Adds `step` to the counters of both ends of a follow. */
export async function countFollow(
  tx: Transaction,
  follow: { followerId: string; followingId: string },
  step: 1 | -1,
): Promise<void> {
  const { followerId, followingId } = follow;
  await tx.$executeRaw`
    UPDATE members SET
      following_count = following_count + CASE WHEN id = ${followerId}::uuid THEN ${step}::int ELSE 0 END,
      follower_count = follower_count + CASE WHEN id = ${followingId}::uuid THEN ${step}::int ELSE 0 END
    WHERE id IN (${followerId}::uuid, ${followingId}::uuid)`;
}

/** Counts `followerIds`, who are locked and are no followers yet, at both ends. */
export async function countNewFollowers(
  tx: Transaction,
  followingId: string,
  followerIds: string[],
): Promise<void> {
  await tx.member.updateMany({
    where: { id: { in: followerIds } },
    data: { followingCount: { increment: 1 } },
  });
  await tx.member.update({
    where: { id: followingId },
    data: { followerCount: { increment: followerIds.length } },
  });
}

/** How many of a member's followers, and of those they follow, are not shown: few stand behind the index. */
export async function countHiddenFollows(
  tx: Transaction,
  memberId: string,
): Promise<{ followers: number; followings: number }> {
  const [counts] = await tx.$queryRaw<{ followers: number; followings: number }[]>`
    WITH hidden AS (
      SELECT id FROM members WHERE disabled_at IS NOT NULL OR deactivated_at IS NOT NULL)
    SELECT
      (SELECT count(*)::int FROM hidden JOIN follows ON follower_id = hidden.id
        WHERE following_id = ${memberId}::uuid) AS followers,
      (SELECT count(*)::int FROM hidden JOIN follows ON following_id = hidden.id
        WHERE follower_id = ${memberId}::uuid) AS followings`;
  return counts ?? { followers: 0, followings: 0 };
}

/** What a member may change of themselves. */
export type MemberChange = Partial<
  Pick<
    MemberRow,
    | 'displayName'
    | 'bio'
    | 'location'
    | 'websiteUrl'
    | 'language'
    | 'birthDate'
    | 'gender'
    | 'country'
    | 'avatarImageId'
    | 'coverImageId'
    | 'handle'
    | 'visibility'
  >
>;

/** Changes a member whose row is locked. */
export async function updateMember(
  tx: Transaction,
  id: string,
  change: MemberChange,
): Promise<MemberRow> {
  const handleKey = change.handle === undefined ? {} : { handleKey: toHandleKey(change.handle) };
  return tx.member.update({ where: { id }, data: { ...change, ...handleKey } });
}

/** Changes whether others see a member whose row is locked. */
export async function updateAccountState(
  tx: Transaction,
  id: string,
  change: Partial<Pick<MemberRow, 'disabledAt' | 'deactivatedAt'>>,
): Promise<MemberRow> {
  return tx.member.update({ where: { id }, data: change });
}

/** Notes that the member can be reached at `email`, unless that is not their address any more. */
export async function markEmailVerified(
  tx: Transaction,
  who: { memberId: string; email: string; at: Date },
): Promise<void> {
  const { memberId: id, email, at } = who;
  await tx.member.updateMany({
    where: { id, email, emailVerifiedAt: null },
    data: { emailVerifiedAt: at },
  });
}

/** Gives a member another address, proven at `emailVerifiedAt`. Rejects with a unique violation if it is taken. */
export async function updateEmail(
  tx: Transaction,
  id: string,
  change: { email: string; emailVerifiedAt: Date },
): Promise<void> {
  await tx.member.updateMany({ where: { id }, data: change });
}

/** Sets the counters of `ids`, whose rows are locked, to what the follows say. */
export async function recountFollows(tx: Transaction, ids: string[]): Promise<void> {
  await tx.$executeRaw`
    UPDATE members SET
      follower_count = (SELECT count(*) FROM follows WHERE following_id = members.id),
      following_count = (SELECT count(*) FROM follows WHERE follower_id = members.id)
    WHERE id = ANY(${ids}::uuid[])`;
}

export function toSummary(row: MemberRow): MemberSummary {
  return {
    id: row.id,
    handle: row.handle,
    displayName: row.displayName,
    avatarUrl: toUrl(row.avatarImageId, 'thumb'),
    visibility: row.visibility,
  };
}

export function toProfile(
  row: MemberRow,
  seen: Pick<Profile, 'isRestricted' | 'relation'>,
): Profile {
  return { ...toShown(row), ...(seen.isRestricted && hidden), ...seen };
}

/** What is left of a profile for a reader who sees only whose it is. */
const hidden = {
  bio: '',
  location: '',
  websiteUrl: null,
  coverUrl: null,
  followerCount: null,
  followingCount: null,
};

export function toMe(row: MemberRow): Me {
  return {
    ...toShown(row),
    avatarImageId: row.avatarImageId,
    coverImageId: row.coverImageId,
    birthDate: row.birthDate && toDay(row.birthDate),
    gender: row.gender,
    country: row.country,
    email: row.email,
    emailVerified: row.emailVerifiedAt !== null,
    roles: row.roles,
    language: row.language,
  };
}

/** What a member shows to who may see it. */
function toShown(row: MemberRow) {
  return {
    ...toSummary(row),
    bio: row.bio,
    location: row.location,
    websiteUrl: row.websiteUrl,
    coverUrl: toUrl(row.coverImageId, 'large'),
    followerCount: row.followerCount,
    followingCount: row.followingCount,
    joinedAt: row.createdAt.toISOString(),
  };
}

function toUrl(id: string | null, variant: ImageVariant): string | null {
  return id === null ? null : toImagePath({ id, token: null }, variant);
}

/** `yyyy-mm-dd`, as the date was given: it has no zone. */
function toDay(date: Date): string {
  return date.toISOString().slice(0, 10);
}
