import type { Identity, Principal } from '@dailyfeed/auth/identity';
import type { DeactivateInput } from '@dailyfeed/contract/account';
import { AppError } from '@dailyfeed/contract/errors';

import { countOtherAdmins } from '../db/admin-members.ts';
import type { Transaction } from '../db/client.ts';
import { findAnyMember, updateAccountState } from '../db/members.ts';
import { findPasswordHash } from '../db/password-credentials.ts';
import { findRefreshFamily } from '../db/refresh-tokens.ts';
import type { Deps } from '../deps.ts';
import { announceAll, lockAdmins } from './account-state.ts';
import { queueMail } from './mail.ts';
import { announceMember } from './member-signal.ts';
import { provePassword } from './password-change.ts';
import { endSessionsOf } from './session.ts';

/** Who has logged in so recently is who they were then, as far as a log-in proves it. */
const freshMs = 600_000;

/**
 * Makes the member invisible and logs them out everywhere; a log-in within the days of grace takes it back. Twice is
 * once. ADMIN_LAST while nobody else could enable, disable or see anybody.
 */
export async function deactivate(
  deps: Deps,
  input: DeactivateInput,
  identity: Identity,
): Promise<void> {
  const { member: principal } = identity;
  if (!principal) throw new AppError('UNAUTHENTICATED');
  const { memberId } = principal;
  const provenHash = await prove(deps, principal, { ...input, address: identity.address });
  const revocations = await deps.db.$transaction(async (tx) => {
    await lockAdmins(tx);
    const ended = await endSessionsOf(deps, tx, { memberId });
    const member = await findAnyMember(tx, memberId);
    if (!member) throw new AppError('TOKEN_REVOKED');
    // A password that was changed meanwhile proves nothing any more.
    if ((await findPasswordHash(tx, memberId)) !== provenHash) throw wrongPassword();
    if (member.deactivatedAt) return ended;
    if (member.roles.includes('ADMIN')) await refuseLastAdmin(tx, memberId);
    await updateAccountState(tx, memberId, { deactivatedAt: deps.now() });
    await deps.events.record(tx, {
      type: 'member.deactivated',
      actorId: memberId,
      subject: { kind: 'member', id: memberId },
      data: { memberId },
    });
    const content = { kind: 'ACCOUNT_DEACTIVATED', memberId } as const;
    await queueMail(deps, tx, { to: member.email, content });
    return ended;
  });
  await Promise.all([announceAll(deps, revocations), announceMember(deps, memberId)]);
}

/** By the password of who has one, whose hash it gives; else SESSION_NOT_FRESH unless the session has just begun. */
async function prove(
  deps: Deps,
  principal: Principal,
  given: { password?: string | null | undefined; address: string },
): Promise<string | undefined> {
  const { memberId, sessionId } = principal;
  const { password, address } = given;
  const hasPassword = (await findPasswordHash(deps.db, memberId)) !== undefined;
  if (hasPassword) {
    if (typeof password !== 'string') throw needsPassword();
    const proven = await provePassword(deps, principal, { password, field: 'password', address });
    return proven.hash;
  }
  const session = await findRefreshFamily(deps.db, sessionId);
  const isFresh = session && session.issuedAt.getTime() > deps.now().getTime() - freshMs;
  if (!isFresh || session.memberId !== memberId) throw new AppError('SESSION_NOT_FRESH');
  return undefined;
}

async function refuseLastAdmin(tx: Transaction, memberId: string): Promise<void> {
  if ((await countOtherAdmins(tx, memberId)) === 0) throw new AppError('ADMIN_LAST');
}

function needsPassword(): AppError {
  return new AppError('INPUT_INVALID', { details: { fields: { password: 'required' } } });
}

function wrongPassword(): AppError {
  return new AppError('CREDENTIALS_WRONG', { details: { fields: { password: 'wrong_password' } } });
}
