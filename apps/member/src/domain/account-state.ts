import type { Revocation } from '@dailyfeed/auth/revocations';
import type { AdminMember, DisableInput } from '@dailyfeed/contract/admin';
import { AppError } from '@dailyfeed/contract/errors';
import { newId } from '@dailyfeed/service-kit/id';

import { insertAdminAction } from '../db/admin-actions.ts';
import { findLastSeen, toAdminMember } from '../db/admin-members.ts';
import { lockAdvisory } from '../db/advisory-locks.ts';
import type { MemberRow, Transaction } from '../db/client.ts';
import { findAnyMember, lockMembers, updateAccountState } from '../db/members.ts';
import type { Deps } from '../deps.ts';
import { queueMail } from './mail.ts';
import { announceMember } from './member-signal.ts';
import { announceRevocation } from './revocation.ts';
import { endSessionsOf } from './session.ts';

/**
 * Makes a member invisible and logs them out everywhere, until an admin takes it back. Again is fine, and changes
 * nothing. DISABLE_SELF for oneself: so the admin who acts is always left.
 */
export async function disableMember(
  deps: Deps,
  args: DisableInput & { actorId: string },
): Promise<AdminMember> {
  const { actorId, memberId, reason } = args;
  if (actorId === memberId) throw new AppError('DISABLE_SELF');
  const { member, revocations } = await deps.db.$transaction(async (tx) => {
    await requireAdmin(tx, actorId);
    const ended = await endSessionsOf(deps, tx, { memberId });
    const before = await getAnyMember(tx, memberId);
    if (before.disabledAt) return { member: before, revocations: ended };
    const after = await updateAccountState(tx, memberId, { disabledAt: deps.now() });
    await tell(deps, tx, { kind: 'DISABLED', actorId, member: after, reason });
    return { member: after, revocations: ended };
  });
  await Promise.all([announceAll(deps, revocations), announceMember(deps, memberId)]);
  return getAdminMember(deps, member);
}

/** Takes a disabling back: everything is as it was, but the member has to log in. Again is fine. */
export async function enableMember(
  deps: Deps,
  args: { memberId: string; actorId: string },
): Promise<AdminMember> {
  const { actorId, memberId } = args;
  const member = await deps.db.$transaction(async (tx) => {
    await requireAdmin(tx, actorId);
    await lockMembers(tx, [memberId]);
    const before = await getAnyMember(tx, memberId);
    if (!before.disabledAt) return before;
    const after = await updateAccountState(tx, memberId, { disabledAt: null });
    await tell(deps, tx, { kind: 'ENABLED', actorId, member: after, reason: '' });
    return after;
  });
  deps.events.wake();
  await announceMember(deps, memberId);
  return getAdminMember(deps, member);
}

/**
 * Holds off, to the end of the transaction, whatever else changes who is an admin: of two admins who disable each other
 * at the same time, one is too late.
 */
export async function lockAdmins(tx: Transaction): Promise<void> {
  await lockAdvisory(tx, 'admins');
}

/** Tells this process and all others of what is refused from here on, and the relay that there is something to send. */
export async function announceAll(deps: Deps, revocations: Revocation[]): Promise<void> {
  deps.events.wake();
  await Promise.all(revocations.map((each) => announceRevocation(deps, each)));
}

/** The token says so already; the row has the last word. */
async function requireAdmin(tx: Transaction, actorId: string): Promise<void> {
  await lockAdmins(tx);
  const actor = await findAnyMember(tx, actorId);
  const isAdmin = actor?.roles.includes('ADMIN') && !actor.disabledAt && !actor.deactivatedAt;
  if (!isAdmin) throw new AppError('FORBIDDEN');
}

async function getAnyMember(tx: Transaction, memberId: string): Promise<MemberRow> {
  const member = await findAnyMember(tx, memberId);
  if (!member) throw new AppError('MEMBER_NOT_FOUND');
  return member;
}

/** Tells the other services, the member and whoever reads the log. */
async function tell(
  deps: Deps,
  tx: Transaction,
  action: { kind: 'DISABLED' | 'ENABLED'; actorId: string; member: MemberRow; reason: string },
): Promise<void> {
  const { kind, actorId, member, reason } = action;
  const memberId = member.id;
  await deps.events.record(tx, {
    type: kind === 'DISABLED' ? 'member.disabled' : 'member.enabled',
    actorId,
    subject: { kind: 'member', id: memberId },
    data: { memberId },
  });
  await insertAdminAction(tx, {
    id: newId(),
    kind,
    actorId,
    memberId,
    reason,
    createdAt: deps.now(),
  });
  await queueMail(deps, tx, {
    to: member.email,
    content:
      kind === 'DISABLED'
        ? { kind: 'ACCOUNT_DISABLED', memberId, reason }
        : { kind: 'ACCOUNT_ENABLED', memberId },
  });
}

async function getAdminMember(deps: Pick<Deps, 'db'>, member: MemberRow): Promise<AdminMember> {
  const lastSeen = await findLastSeen(deps.db, [member.id]);
  return toAdminMember(member, lastSeen.get(member.id));
}
