import type { Identity } from '@dailyfeed/auth/identity';
import type { LogInInput } from '@dailyfeed/contract/auth';
import { AppError } from '@dailyfeed/contract/errors';

import { findForLogIn } from '../db/members.ts';
import type { Deps, IssuedSession } from '../deps.ts';
import { normaliseEmail } from './email.ts';
import { startSession } from './session.ts';

/**
 * Starts a session. An unknown e-mail address and a wrong password are one: CREDENTIALS_WRONG, after the same time.
 * RATE_LIMITED after too many failures of the account or from the address.
 */
export async function logIn(
  deps: Deps,
  input: LogInInput,
  identity: Identity,
): Promise<IssuedSession> {
  const attempt = { email: normaliseEmail(input.email), address: identity.address };
  const retryAfterSeconds = await deps.logInThrottle.getWaitSeconds(attempt);
  if (retryAfterSeconds > 0) throw new AppError('RATE_LIMITED', { details: { retryAfterSeconds } });

  const found = await findForLogIn(deps.db, attempt.email);
  const isRight = await deps.passwords.verify(input.password, found?.passwordHash);
  if (!found || !isRight) {
    await deps.logInThrottle.fail(attempt);
    throw new AppError('CREDENTIALS_WRONG');
  }
  await deps.logInThrottle.succeed(attempt);
  const { member } = found;
  if (member.disabledAt) throw new AppError('MEMBER_DISABLED');
  const signer = await deps.keys.getSigner();
  return startSession(deps, deps.db, { member, amr: ['pwd'], identity, signer });
}
