import type { RefreshTokenRow, Transaction } from './client.ts';

export type NewRefreshFamily = Pick<
  RefreshTokenRow,
  'id' | 'memberId' | 'accessJti' | 'amr' | 'userAgent' | 'address' | 'issuedAt' | 'expiresAt'
> & { salt: Uint8Array<ArrayBuffer> };

export async function insertRefreshFamily(
  tx: Transaction,
  family: NewRefreshFamily,
): Promise<void> {
  await tx.refreshToken.createMany({ data: [family] });
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
      'generation' | 'rotatedAt' | 'accessJti' | 'expiresAt' | 'endedAt' | 'end'
    >
  >,
): Promise<void> {
  await tx.refreshToken.updateMany({ where: { id }, data: change });
}
