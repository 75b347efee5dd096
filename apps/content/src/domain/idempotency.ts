import { createHash } from 'node:crypto';

import type { ContentTransaction } from '@dailyfeed/content-store/client';
import { AppError } from '@dailyfeed/contract/errors';

import { claimIdempotencyKey } from '../db/idempotency.ts';

type Request = {
  memberId: string;
  key: string;
  /** What is asked for: the procedure and its input, as JSON. */
  content: unknown[];
  /** What this request would make. */
  resultId: string;
  now: Date;
};

/**
 * Undefined when `request` comes for the first time; its first result when it is a replay. Throws
 * IDEMPOTENCY_KEY_REUSED when the member has used the key for something else.
 */
export async function findFirstResult(
  tx: ContentTransaction,
  request: Request,
): Promise<{ id: string; createdAt: Date } | undefined> {
  const requestHash = new Uint8Array(
    createHash('sha256').update(JSON.stringify(request.content)).digest(),
  );
  const earlier = await claimIdempotencyKey(tx, {
    memberId: request.memberId,
    key: request.key,
    resultId: request.resultId,
    requestHash,
    createdAt: request.now,
  });
  if (!earlier) return undefined;
  if (!Buffer.from(earlier.requestHash).equals(requestHash)) {
    throw new AppError('IDEMPOTENCY_KEY_REUSED');
  }
  return { id: earlier.resultId, createdAt: earlier.createdAt };
}
