import type { Me, MemberSummary, Profile } from '@dailyfeed/contract/member';

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
  | 'createdAt'
>;

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

/** A disabled member is found by nobody. */
const enabled = { disabledAt: null };

export async function findMember(tx: Transaction, id: string): Promise<MemberRow | undefined> {
  return (await tx.member.findFirst({ where: { id, ...enabled } })) ?? undefined;
}

export async function findMemberByHandle(
  tx: Transaction,
  handle: string,
): Promise<MemberRow | undefined> {
  const where = { handleKey: toHandleKey(handle), ...enabled };
  return (await tx.member.findFirst({ where })) ?? undefined;
}

export async function findMembers(tx: Transaction, ids: string[]): Promise<MemberRow[]> {
  return tx.member.findMany({ where: { id: { in: ids }, ...enabled } });
}

/** Of `ids`, those that there are, disabled or not. */
export async function findKnownIds(tx: Transaction, ids: string[]): Promise<Set<string>> {
  const rows = await tx.member.findMany({ where: { id: { in: ids } }, select: { id: true } });
  return new Set(rows.map((row) => row.id));
}

/** The member with this e-mail address, disabled or not, and the hash of their password. */
export async function findForLogIn(
  tx: Transaction,
  email: string,
): Promise<{ member: MemberRow; passwordHash: string | undefined } | undefined> {
  const row = await tx.member.findUnique({ where: { email }, include: { password: true } });
  if (!row) return undefined;
  const { password, ...member } = row;
  return { member, passwordHash: password?.hash };
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

/**
 * Locks the rows of `ids` against other writers of their counters, in the order of their ids: two transactions that
 * want the same rows never wait for each other in a circle.
 */
export async function lockMembers(
  tx: Transaction,
  ids: string[],
): Promise<{ id: string; followingCount: number; isEnabled: boolean }[]> {
  return tx.$queryRaw`
    SELECT id, following_count AS "followingCount", disabled_at IS NULL AS "isEnabled"
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
    avatarUrl: null,
    visibility: row.visibility,
  };
}

export function toProfile(row: MemberRow, relation: Profile['relation']): Profile {
  return { ...toPublic(row), relation };
}

export function toMe(row: MemberRow): Me {
  return {
    ...toPublic(row),
    email: row.email,
    emailVerified: row.emailVerifiedAt !== null,
    roles: row.roles,
    language: row.language,
  };
}

function toPublic(row: MemberRow): Omit<Profile, 'relation'> {
  return {
    ...toSummary(row),
    bio: row.bio,
    location: row.location,
    websiteUrl: row.websiteUrl,
    followerCount: row.followerCount,
    followingCount: row.followingCount,
    joinedAt: row.createdAt.toISOString(),
  };
}
