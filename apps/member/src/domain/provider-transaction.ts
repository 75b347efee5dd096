import { randomBytes } from 'node:crypto';

import { AppError } from '@dailyfeed/contract/errors';
import { ProviderId } from '@dailyfeed/contract/provider';
import { newId } from '@dailyfeed/service-kit/id';
import * as z from 'zod';

import { useNonce } from '../db/used-nonces.ts';
import type { Deps, ProviderRequest } from '../deps.ts';
import { seal, unseal } from './sealed.ts';

/** Long enough to find a password there, and a second factor. */
export const transactionTtlSeconds = 600;

/** A log-in or a link that is under way at a provider. It lives in a cookie that only this service can read. */
export const ProviderTransaction = z.object({
  id: z.uuid(),
  provider: ProviderId,
  state: z.string(),
  nonce: z.string(),
  codeVerifier: z.string(),
  /** The one of our origins it began at, and ends at. */
  origin: z.string(),
  /** Where the person goes afterwards: a path of ours. */
  next: z.string(),
  /** Who wants to link; absent at a log-in. */
  link: z.object({ memberId: z.uuid(), sessionId: z.uuid() }).optional(),
});
export type ProviderTransaction = z.infer<typeof ProviderTransaction>;

const purpose = 'provider-transaction';

export function newTransaction(
  given: Pick<ProviderTransaction, 'provider' | 'origin' | 'next' | 'link'>,
): ProviderTransaction {
  const random = (): string => randomBytes(32).toString('base64url');
  return { ...given, id: newId(), state: random(), nonce: random(), codeVerifier: random() };
}

export function sealTransaction(
  deps: Pick<Deps, 'now' | 'settings'>,
  transaction: ProviderTransaction,
): Promise<string> {
  return seal(deps, transaction, { purpose, ttlSeconds: transactionTtlSeconds });
}

/** The transaction in a cookie. PROVIDER_TRANSACTION_INVALID unless it is ours, in time, and this answer is to it. */
export async function openTransaction(
  deps: Pick<Deps, 'now' | 'settings'>,
  sealed: string | undefined,
  answer: { provider: string; state: string },
): Promise<ProviderTransaction> {
  const content = ProviderTransaction;
  const transaction =
    sealed === undefined ? undefined : await unseal(deps, sealed, { purpose, content });
  const isAnswered =
    transaction?.state === answer.state && transaction.provider === answer.provider;
  if (!transaction || !isAnswered) throw new AppError('PROVIDER_TRANSACTION_INVALID');
  return transaction;
}

/** Uses up what is good once. PROVIDER_TRANSACTION_INVALID the second time. */
export async function useOnce(
  deps: Pick<Deps, 'db' | 'now'>,
  id: string,
  ttlSeconds: number,
): Promise<void> {
  const expiresAt = new Date(deps.now().getTime() + ttlSeconds * 1000);
  if (!(await useNonce(deps.db, { id, expiresAt }))) {
    throw new AppError('PROVIDER_TRANSACTION_INVALID');
  }
}

/** What the provider is told, and has to answer by. */
export function requestOf(transaction: ProviderTransaction): ProviderRequest {
  const { provider, origin, state, nonce, codeVerifier } = transaction;
  return { redirectUri: `${origin}/api/auth/${provider}/callback`, state, nonce, codeVerifier };
}
