import type { Transaction } from './client.ts';

/** Uses a nonce up; false when it was used before. Of many at once, one succeeds. */
export async function useNonce(
  tx: Transaction,
  nonce: { id: string; expiresAt: Date },
): Promise<boolean> {
  const { count } = await tx.usedNonce.createMany({ data: [nonce], skipDuplicates: true });
  return count === 1;
}

/** Removes up to `limit` that nobody could use any more; gives how many. */
export async function removeExpiredNonces(
  tx: Transaction,
  args: { now: Date; limit: number },
): Promise<number> {
  return tx.$executeRaw`
    DELETE FROM used_nonces WHERE id IN (
      SELECT id FROM used_nonces WHERE expires_at < ${args.now}::timestamptz LIMIT ${args.limit}::int)`;
}
