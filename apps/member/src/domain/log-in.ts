import type { Identity } from '@dailyfeed/auth/identity';
import type { LogInInput } from '@dailyfeed/contract/auth';
import { AppError } from '@dailyfeed/contract/errors';

import { findForLogIn } from '../db/members.ts';
import { findPasswordHash } from '../db/password-credentials.ts';
import type { Deps, IssuedSession } from '../deps.ts';
import { admit, welcomeBack } from './admission.ts';
import { normaliseEmail } from './email.ts';
import { requirePassword } from './provider.ts';

/**
 * Starts a session. An unknown e-mail address and a wrong password are one: CREDENTIALS_WRONG, after the same time.
 * RATE_LIMITED after too many failures of the account or from the address. Who may come in is for `admit` to say.
 */
export async function logIn(
  deps: Deps,
  input: LogInInput,
  identity: Identity,
): Promise<IssuedSession> {
  requirePassword(deps);
  const attempt = { email: normaliseEmail(input.email), address: identity.address };
  const counted = await deps.logInThrottle.begin(attempt);
  if (counted.waitSeconds > 0) {
    throw new AppError('RATE_LIMITED', { details: { retryAfterSeconds: counted.waitSeconds } });
  }
  const found = await verify(deps, attempt.email, input.password).catch(async (error: unknown) => {
    await counted.takeBack();
    throw error;
  });
  if (!found) throw new AppError('CREDENTIALS_WRONG');
  await counted.succeed();
  const { member } = found;
  const signer = await deps.keys.getSigner();
  const session = await deps.db.$transaction(async (tx) => {
    const started = await admit(deps, tx, { member, amr: ['pwd'], identity, signer });
    // From here on a change of the password waits for this session, and ends it. One that was faster rules.
    const hash = await findPasswordHash(tx, member.id);
    if (hash !== found.passwordHash) throw new AppError('CREDENTIALS_WRONG');
    return started;
  });
  await welcomeBack(deps, session);
  return session;
}

/** Whose e-mail address and password these are, if they are anybody's; a stranger's take as long as a member's. */
async function verify(
  deps: Deps,
  email: string,
  password: string,
): ReturnType<typeof findForLogIn> {
  const found = await findForLogIn(deps.db, email);
  const isRight = await deps.passwords.verify(password, found?.passwordHash);
  return isRight ? found : undefined;
}
