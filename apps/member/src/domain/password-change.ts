import type { Identity, Principal } from '@dailyfeed/auth/identity';
import type { ChangePasswordInput } from '@dailyfeed/contract/account';
import { AppError } from '@dailyfeed/contract/errors';

import type { MemberRow } from '../db/client.ts';
import { useLinkTokensOf } from '../db/link-tokens.ts';
import { findMember } from '../db/members.ts';
import { findPasswordHash, replacePassword } from '../db/password-credentials.ts';
import type { Deps, IssuedTokens } from '../deps.ts';
import { isCommonPassword } from './common-password.ts';
import { requirePassword } from './provider.ts';
import { announceRevocation } from './revocation.ts';
import { warn } from './security-notice.ts';
import { renewSession } from './session-renewal.ts';
import { endSessionsOf, issueTokens } from './session.ts';

/** Changes the password, ends all other sessions, and gives this one a new pair. */
export async function changePassword(
  deps: Deps,
  input: ChangePasswordInput,
  identity: Identity,
): Promise<IssuedTokens> {
  const { member: principal } = identity;
  if (!principal) throw new AppError('UNAUTHENTICATED');
  requirePassword(deps);
  if (isCommonPassword(input.newPassword)) {
    throw new AppError('INPUT_INVALID', {
      details: { fields: { newPassword: 'common_password' } },
    });
  }
  const proven = await provePassword(deps, principal, {
    password: input.currentPassword,
    field: 'currentPassword',
    address: identity.address,
  });
  const hash = await deps.passwords.hash(input.newPassword);
  const signer = await deps.keys.getSigner();
  const { memberId, sessionId } = principal;
  const { member, family, revocations } = await deps.db.$transaction(async (tx) => {
    const now = deps.now();
    const ended = await endSessionsOf(deps, tx, { memberId, exceptId: sessionId });
    const credential = { memberId, hash, changedAt: now };
    if (!(await replacePassword(tx, credential, proven.hash))) throw wrong('currentPassword');
    await useLinkTokensOf(tx, { memberId, purpose: 'RESET_PASSWORD', now });
    const renewed = await renewSession(deps, tx, { sessionId, identity });
    const { email } = proven.member;
    await warn(deps, tx, { to: email, content: { kind: 'PASSWORD_CHANGED', memberId } });
    return { member: proven.member, family: renewed, revocations: ended };
  });
  deps.events.wake();
  await Promise.all(revocations.map((each) => announceRevocation(deps, each)));
  return issueTokens(deps, signer, { family, member });
}

/**
 * Makes sure that it is the member who asks. CREDENTIALS_WRONG names `field`; guesses are counted with those at
 * log-in, and RATE_LIMITED after too many.
 */
export async function provePassword(
  deps: Pick<Deps, 'db' | 'passwords' | 'logInThrottle'>,
  principal: Principal,
  given: { password: string; field: string; address: string },
): Promise<{ member: MemberRow; hash: string }> {
  const member = await findMember(deps.db, principal.memberId);
  if (!member) throw new AppError('TOKEN_REVOKED');
  const attempt = { email: member.email, address: given.address };
  const counted = await deps.logInThrottle.begin(attempt);
  if (counted.waitSeconds > 0) {
    throw new AppError('RATE_LIMITED', { details: { retryAfterSeconds: counted.waitSeconds } });
  }
  const { hash, isRight } = await verify(deps, member.id, given.password).catch(
    async (error: unknown) => {
      await counted.takeBack();
      throw error;
    },
  );
  if (hash === undefined || !isRight) throw wrong(given.field);
  await counted.succeed();
  return { member, hash };
}

async function verify(
  deps: Pick<Deps, 'db' | 'passwords'>,
  memberId: string,
  password: string,
): Promise<{ hash: string | undefined; isRight: boolean }> {
  const hash = await findPasswordHash(deps.db, memberId);
  return { hash, isRight: await deps.passwords.verify(password, hash) };
}

function wrong(field: string): AppError {
  return new AppError('CREDENTIALS_WRONG', { details: { fields: { [field]: 'wrong_password' } } });
}
