import type { AccountState, AdminMember } from '@dailyfeed/contract/admin';

import { Prisma } from '../generated/client.ts';
import type { MemberRow, Transaction } from './client.ts';

/**
 * Members in whatever state, latest first; those before the member `before`. `query` is looked for inside handles,
 * names and e-mail addresses, as it is: nothing in it stands for something else.
 */
export async function listAdminMembers(
  tx: Transaction,
  args: { query: string; state: AccountState | null; before: string | null; limit: number },
): Promise<MemberRow[]> {
  const { query, state, before, limit } = args;
  const found = await tx.$queryRaw<{ id: string }[]>`
    SELECT id FROM members
    WHERE ${state === null ? Prisma.sql`true` : conditions[state]}
      AND ${before === null ? Prisma.sql`true` : Prisma.sql`id < ${before}::uuid`}
      AND (${query} = '' OR strpos(handle_key, lower(${query})) > 0
        OR strpos(email, lower(${query})) > 0
        OR strpos(lower(display_name), lower(${query})) > 0)
    ORDER BY id DESC LIMIT ${limit}::int`;
  const ids = found.map(({ id }) => id);
  return tx.member.findMany({ where: { id: { in: ids } }, orderBy: { id: 'desc' } });
}

const conditions: Record<AccountState, Prisma.Sql> = {
  active: Prisma.sql`disabled_at IS NULL AND deactivated_at IS NULL`,
  disabled: Prisma.sql`disabled_at IS NOT NULL`,
  deactivated: Prisma.sql`disabled_at IS NULL AND deactivated_at IS NOT NULL`,
};

/** Everyone with the role, in whatever state, by handle. */
export async function listAdmins(tx: Transaction): Promise<MemberRow[]> {
  return tx.member.findMany({ where: { roles: { has: 'ADMIN' } }, orderBy: { handleKey: 'asc' } });
}

/** How many may act as admins, but for `exceptId`. */
export async function countOtherAdmins(tx: Transaction, exceptId: string): Promise<number> {
  return tx.member.count({
    where: {
      roles: { has: 'ADMIN' },
      disabledAt: null,
      deactivatedAt: null,
      id: { not: exceptId },
    },
  });
}

export async function updateRoles(
  tx: Transaction,
  id: string,
  roles: MemberRow['roles'],
): Promise<void> {
  await tx.member.updateMany({ where: { id }, data: { roles } });
}

/** When each of `ids` was last seen, as far as their sessions are kept. */
export async function findLastSeen(tx: Transaction, ids: string[]): Promise<Map<string, Date>> {
  const rows = await tx.refreshToken.groupBy({
    by: ['memberId'],
    where: { memberId: { in: ids } },
    _max: { lastSeenAt: true },
  });
  return new Map(
    rows.flatMap(({ memberId, _max }): [string, Date][] =>
      _max.lastSeenAt ? [[memberId, _max.lastSeenAt]] : [],
    ),
  );
}

export function toAdminMember(row: MemberRow, lastSeenAt: Date | undefined): AdminMember {
  return {
    id: row.id,
    handle: row.handle,
    displayName: row.displayName,
    email: row.email,
    emailVerified: row.emailVerifiedAt !== null,
    roles: row.roles,
    state: row.disabledAt ? 'disabled' : row.deactivatedAt ? 'deactivated' : 'active',
    joinedAt: row.createdAt.toISOString(),
    lastSeenAt: lastSeenAt?.toISOString() ?? null,
  };
}
