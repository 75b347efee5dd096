import type { Visibility } from '@dailyfeed/contract/member';

import type { MemberRow, Transaction } from './client.ts';
import { toHandleKey } from './handles.ts';

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
