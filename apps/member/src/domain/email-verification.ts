import type { Identity } from '@dailyfeed/auth/identity';

import { findMember, markEmailVerified } from '../db/members.ts';
import type { Deps } from '../deps.ts';
import { getLink, useLink } from './link-token.ts';
import { countMail } from './mail-throttle.ts';
import { queueMail } from './mail.ts';

/** Sends the link once more. Nothing is sent to an address that is proven already. */
export async function requestEmailVerification(
  deps: Pick<Deps, 'db' | 'now' | 'mailThrottle'>,
  memberId: string,
  identity: Identity,
): Promise<void> {
  const member = await findMember(deps.db, memberId);
  if (!member || member.emailVerifiedAt) return;
  await countMail(deps, { email: member.email, address: identity.address });
  await queueMail(deps, deps.db, {
    to: member.email,
    content: { kind: 'VERIFY_EMAIL', memberId },
  });
}

/** Takes the proof that a member reads what is sent to their address. LINK_INVALID for a link that is not good. */
export async function verifyEmail(deps: Pick<Deps, 'db' | 'now'>, token: string): Promise<void> {
  const link = await getLink(deps, token, ['VERIFY_EMAIL']);
  await deps.db.$transaction(async (tx) => {
    await useLink(deps, tx, link);
    await markEmailVerified(tx, { memberId: link.memberId, email: link.email, at: deps.now() });
  });
}
