import type { Identity } from '@dailyfeed/auth/identity';
import type { ResetPasswordInput } from '@dailyfeed/contract/account';
import { AppError } from '@dailyfeed/contract/errors';

import { useLinkTokensOf } from '../db/link-tokens.ts';
import { removeIdentitiesOf } from '../db/linked-identities.ts';
import { findAnyMember, markEmailVerified } from '../db/members.ts';
import { upsertPassword } from '../db/password-credentials.ts';
import type { Deps } from '../deps.ts';
import { isCommonPassword } from './common-password.ts';
import { normaliseEmail } from './email.ts';
import { getLink, useLink } from './link-token.ts';
import { countMail } from './mail-throttle.ts';
import { queueMail } from './mail.ts';
import { requirePassword } from './provider.ts';
import { announceRevocation } from './revocation.ts';
import { warn } from './security-notice.ts';
import { endSessionsOf } from './session.ts';

/**
 * Notes the wish for a new password, and no more: whether there is a member with that address is found out when the
 * mail is sent, so an answer and its time are the same for every address.
 */
export async function requestPasswordReset(
  deps: Pick<Deps, 'db' | 'now' | 'mailThrottle' | 'providers'>,
  email: string,
  identity: Identity,
): Promise<void> {
  requirePassword(deps);
  const to = normaliseEmail(email);
  await countMail(deps, { email: to, address: identity.address });
  await queueMail(deps, deps.db, { to, content: { kind: 'RESET_PASSWORD' } });
}

/** Sets a password by a link, and ends all sessions. LINK_INVALID for a link that is not good, or not any more. */
export async function resetPassword(deps: Deps, input: ResetPasswordInput): Promise<void> {
  requirePassword(deps);
  if (isCommonPassword(input.password)) {
    throw new AppError('INPUT_INVALID', { details: { fields: { password: 'common_password' } } });
  }
  const link = await getLink(deps, input.token, ['RESET_PASSWORD']);
  const { memberId, email } = link;
  const hash = await deps.passwords.hash(input.password);
  const now = deps.now();
  const revocations = await deps.db.$transaction(async (tx) => {
    const ended = await endSessionsOf(deps, tx, { memberId });
    await useLink(deps, tx, link);
    await useLinkTokensOf(tx, { memberId, purpose: 'RESET_PASSWORD', now });
    // Also one who is deactivated: with the new password they can come back.
    const member = await findAnyMember(tx, memberId);
    // Whoever reads the mail of an address the member has left is not the member any more.
    if (member?.email !== email || member.disabledAt) throw new AppError('LINK_INVALID');
    await upsertPassword(tx, { memberId, hash, changedAt: now });
    // Who signed up with an address they could not read may have left themselves another way in.
    if (!member.emailVerifiedAt) await removeIdentitiesOf(tx, memberId);
    await markEmailVerified(tx, { memberId, email, at: now });
    await warn(deps, tx, { to: email, content: { kind: 'PASSWORD_CHANGED', memberId } });
    return ended;
  });
  deps.events.wake();
  const counted = await deps.logInThrottle.begin({ email, address: '' });
  await counted.succeed();
  await Promise.all(revocations.map((each) => announceRevocation(deps, each)));
}
