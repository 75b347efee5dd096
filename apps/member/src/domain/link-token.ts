import { createHash, randomBytes } from 'node:crypto';

import { AppError } from '@dailyfeed/contract/errors';

import type { LinkTokenRow, Transaction } from '../db/client.ts';
import {
  findLinkToken,
  insertLinkToken,
  type LinkPurpose,
  useLinkToken,
} from '../db/link-tokens.ts';
import type { Deps } from '../deps.ts';

const tokenBytes = 32;
const minuteMs = 60_000;
const dayMs = 24 * 60 * minuteMs;

const lifeMs: Record<LinkPurpose, number> = {
  RESET_PASSWORD: 30 * minuteMs,
  VERIFY_EMAIL: 3 * dayMs,
  CONFIRM_OLD_EMAIL: dayMs,
  CONFIRM_NEW_EMAIL: dayMs,
};

/** Makes the token of a link that is about to be sent. Only its hash is kept. */
export async function createLinkToken(
  deps: Pick<Deps, 'db' | 'now'>,
  link: Pick<LinkTokenRow, 'purpose' | 'memberId' | 'email' | 'changeId'>,
): Promise<string> {
  const token = randomBytes(tokenBytes).toString('base64url');
  const now = deps.now();
  await insertLinkToken(deps.db, {
    ...link,
    hash: hashOf(token),
    createdAt: now,
    expiresAt: new Date(now.getTime() + lifeMs[link.purpose]),
  });
  return token;
}

/** What a good token allows. LINK_INVALID for any other, whatever is wrong with it. */
export async function getLink(
  deps: Pick<Deps, 'db' | 'now'>,
  token: string,
  purposes: LinkPurpose[],
): Promise<LinkTokenRow> {
  const wanted = { hash: hashOf(token), purposes, now: deps.now() };
  const link = await findLinkToken(deps.db, wanted);
  if (!link) throw new AppError('LINK_INVALID');
  return link;
}

/** Uses a link up, in the transaction of what it allows. Of many at once, one succeeds. */
export async function useLink(
  deps: Pick<Deps, 'now'>,
  tx: Transaction,
  link: LinkTokenRow,
): Promise<void> {
  const wanted = { hash: link.hash, purposes: [link.purpose], now: deps.now() };
  if (!(await useLinkToken(tx, wanted))) throw new AppError('LINK_INVALID');
}

// 256 random bits need no salt and no slow hash: there is nothing to guess.
function hashOf(token: string): string {
  return createHash('sha256').update(token).digest('base64url');
}
