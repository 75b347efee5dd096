import type { ContentTransaction } from '@dailyfeed/content-store/client';

export type IdempotencyClaim = {
  memberId: string;
  key: string;
  resultId: string;
  requestHash: Uint8Array<ArrayBuffer>;
  createdAt: Date;
};

/**
 * Claims a member's key. Undefined when it was free; else the claim that holds it. A claim still under way in another
 * transaction is waited for, and is free again if that one rolls back.
 */
export async function claimIdempotencyKey(
  tx: ContentTransaction,
  claim: IdempotencyClaim,
): Promise<IdempotencyClaim | undefined> {
  const { count } = await tx.idempotency.createMany({ data: [claim], skipDuplicates: true });
  if (count === 1) return undefined;
  const { memberId, key } = claim;
  return tx.idempotency.findUniqueOrThrow({ where: { memberId_key: { memberId, key } } });
}
