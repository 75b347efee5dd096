import type { Identity } from '@dailyfeed/auth/identity';
import type { ChangeEmailInput, EmailChangeState } from '@dailyfeed/contract/account';
import { AppError } from '@dailyfeed/contract/errors';
import { newId } from '@dailyfeed/service-kit/id';

import { type EmailChangeRow, isUniqueViolation, type Transaction } from '../db/client.ts';
import {
  confirmEmailChange as confirmSide,
  deleteEmailChange,
  upsertEmailChange,
} from '../db/email-changes.ts';
import { findForLogIn, findMember, updateEmail } from '../db/members.ts';
import type { Deps } from '../deps.ts';
import { normaliseEmail } from './email.ts';
import { getLink, useLink } from './link-token.ts';
import { countMail } from './mail-throttle.ts';
import { queueMail } from './mail.ts';
import { provePassword } from './password-change.ts';
import { notice } from './security-notice.ts';

/** How long both addresses have to confirm. */
const lifeMs = 86_400_000;

/**
 * Asks both addresses to confirm that the member moves. An address somebody has already is not told apart: it gets no
 * mail, and so never confirms.
 */
export async function changeEmail(
  deps: Pick<Deps, 'db' | 'now' | 'passwords' | 'logInThrottle' | 'mailThrottle'>,
  input: ChangeEmailInput,
  identity: Identity,
): Promise<void> {
  const { member: principal, address } = identity;
  if (!principal) throw new AppError('UNAUTHENTICATED');
  const { password } = input;
  const { member } = await provePassword(deps, principal, { password, field: 'password', address });
  const newEmail = normaliseEmail(input.email);
  if (newEmail === member.email) {
    throw new AppError('INPUT_INVALID', { details: { fields: { email: 'invalid' } } });
  }
  await countMail(deps, { email: member.email, address });
  const owner = await findForLogIn(deps.db, newEmail);
  await deps.db.$transaction(async (tx) => {
    const change = { changeId: newId(), memberId: member.id };
    await upsertEmailChange(tx, {
      id: change.changeId,
      memberId: member.id,
      newEmail,
      requestedAt: deps.now(),
    });
    await queueMail(deps, tx, {
      to: member.email,
      content: { kind: 'CONFIRM_OLD_EMAIL', ...change },
    });
    if (owner) return;
    await queueMail(deps, tx, { to: newEmail, content: { kind: 'CONFIRM_NEW_EMAIL', ...change } });
  });
}

/** Takes the word of one address; with the word of both, the member has moved. */
export async function confirmEmailChange(
  deps: Pick<Deps, 'db' | 'now' | 'events'>,
  token: string,
): Promise<EmailChangeState> {
  const link = await getLink(deps, token, ['CONFIRM_OLD_EMAIL', 'CONFIRM_NEW_EMAIL']);
  const now = deps.now();
  try {
    const state = await deps.db.$transaction<EmailChangeState>(async (tx) => {
      await useLink(deps, tx, link);
      const side =
        link.purpose === 'CONFIRM_OLD_EMAIL' ? { oldConfirmedAt: now } : { newConfirmedAt: now };
      const change = link.changeId ? await confirmSide(tx, link.changeId, side) : undefined;
      const isOver = !change || now.getTime() - change.requestedAt.getTime() > 2 * lifeMs;
      if (isOver) throw new AppError('LINK_INVALID');
      if (!change.oldConfirmedAt || !change.newConfirmedAt) return { state: 'waiting' };
      await move(deps, tx, change);
      return { state: 'changed' };
    });
    deps.events.wake();
    return state;
  } catch (error) {
    if (isUniqueViolation(error)) throw new AppError('EMAIL_TAKEN', { cause: error });
    throw error;
  }
}

async function move(
  deps: Pick<Deps, 'now' | 'events'>,
  tx: Transaction,
  change: EmailChangeRow,
): Promise<void> {
  const { memberId, newEmail } = change;
  if (!(await findMember(tx, memberId))) throw new AppError('LINK_INVALID');
  await updateEmail(tx, memberId, { email: newEmail, emailVerifiedAt: deps.now() });
  await deleteEmailChange(tx, change.id);
  await notice(deps, tx, { memberId, notice: 'email_changed' });
}
