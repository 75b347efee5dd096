import type { RefreshTokenRow, Transaction } from './client.ts';

export type NewRefreshFamily = Pick<
  RefreshTokenRow,
  | 'id'
  | 'memberId'
  | 'accessJti'
  | 'amr'
  | 'userAgent'
  | 'address'
  | 'issuedAt'
  | 'lastSeenAt'
  | 'expiresAt'
> & { salt: Uint8Array<ArrayBuffer> };

export async function insertRefreshFamily(
  tx: Transaction,
  family: NewRefreshFamily,
): Promise<void> {
  await tx.refreshToken.createMany({ data: [family] });
}

export async function findRefreshFamily(
  tx: Transaction,
  id: string,
): Promise<RefreshTokenRow | undefined> {
  return (await tx.refreshToken.findUnique({ where: { id } })) ?? undefined;
}

/** Of families, those that began by a log-in of this kind. */
export async function filterByAmr(tx: Transaction, ids: string[], amr: string): Promise<string[]> {
  const where = { id: { in: ids }, amr: { has: amr } };
  const rows = await tx.refreshToken.findMany({ where, select: { id: true } });
  return rows.map((row) => row.id);
}

/** The family, its row locked to the end of the transaction. */
export async function lockRefreshFamily(
  tx: Transaction,
  id: string,
): Promise<RefreshTokenRow | undefined> {
  const locked = await tx.$executeRaw`
    SELECT 1 FROM refresh_tokens WHERE id = ${id}::uuid FOR UPDATE`;
  if (locked === 0) return undefined;
  return tx.refreshToken.findUniqueOrThrow({ where: { id } });
}

export async function updateRefreshFamily(
  tx: Transaction,
  id: string,
  change: Partial<
    Pick<
      RefreshTokenRow,
      | 'generation'
      | 'rotatedAt'
      | 'currentUsedAt'
      | 'lastSeenAt'
      | 'accessJti'
      | 'userAgent'
      | 'address'
      | 'expiresAt'
      | 'endedAt'
      | 'end'
    >
  >,
): Promise<void> {
  await tx.refreshToken.updateMany({ where: { id }, data: change });
}

/** The different `User-Agent`s of a member's sessions, ended ones too. */
export async function listUserAgents(tx: Transaction, memberId: string): Promise<string[]> {
  const rows = await tx.refreshToken.findMany({
    where: { memberId },
    select: { userAgent: true },
    distinct: ['userAgent'],
  });
  return rows.map((row) => row.userAgent);
}

/** Marks the current generation as used, if `accessJti` belongs to it and it is not marked yet. */
export async function markRefreshFamilyUsed(
  tx: Transaction,
  use: { id: string; accessJti: string; at: Date },
): Promise<void> {
  const { id, accessJti, at } = use;
  await tx.refreshToken.updateMany({
    where: { id, accessJti, currentUsedAt: null },
    data: { currentUsedAt: at },
  });
}

/** The member's families that are alive at `now`, the last seen first. */
export async function listLiveRefreshFamilies(
  tx: Transaction,
  args: { memberId: string; now: Date; limit: number },
): Promise<RefreshTokenRow[]> {
  return tx.refreshToken.findMany({
    where: { memberId: args.memberId, endedAt: null, expiresAt: { gt: args.now } },
    orderBy: [{ lastSeenAt: { sort: 'desc', nulls: 'last' } }, { id: 'desc' }],
    take: args.limit,
  });
}

/** Ids of all families of the member that have not ended, locked, and no other can begin until the transaction ends. */
export async function lockRefreshFamiliesOf(tx: Transaction, memberId: string): Promise<string[]> {
  // A family that begins holds its member's row against this lock.
  await tx.$executeRaw`SELECT 1 FROM members WHERE id = ${memberId}::uuid FOR UPDATE`;
  const rows = await tx.$queryRaw<{ id: string }[]>`
    SELECT id FROM refresh_tokens
    WHERE member_id = ${memberId}::uuid AND ended_at IS NULL ORDER BY id FOR UPDATE`;
  return rows.map((row) => row.id);
}

export async function endRefreshFamilies(
  tx: Transaction,
  ids: string[],
  change: Pick<RefreshTokenRow, 'endedAt' | 'end'>,
): Promise<void> {
  await tx.refreshToken.updateMany({ where: { id: { in: ids } }, data: change });
}

/** Removes up to `limit` families that ended or expired before `before`; gives how many. */
export async function removeDeadRefreshFamilies(
  tx: Transaction,
  args: { before: Date; limit: number },
): Promise<number> {
  return tx.$executeRaw`
    DELETE FROM refresh_tokens WHERE id IN (
      SELECT id FROM refresh_tokens
      WHERE LEAST(ended_at, expires_at) < ${args.before}::timestamptz LIMIT ${args.limit}::int)`;
}
