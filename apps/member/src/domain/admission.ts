import { deviceOf } from '@dailyfeed/auth/device';
import type { Identity } from '@dailyfeed/auth/identity';
import { AppError } from '@dailyfeed/contract/errors';

import type { MemberRow, Transaction } from '../db/client.ts';
import { findAnyMember, lockMembers, updateAccountState } from '../db/members.ts';
import { listUserAgents } from '../db/refresh-tokens.ts';
import type { Deps, IssuedSession, Signer } from '../deps.ts';
import { graceEndFor } from './grace.ts';
import { announceMember } from './member-signal.ts';
import { warn } from './security-notice.ts';
import { startSession } from './session.ts';

/**
 * Lets a member in who has proven who they are, by whatever means (`amr`). The one place that decides whether they may
 * have a session: MEMBER_DISABLED for a disabled member; a deactivated account comes back, unless its days of grace are
 * over: then it is as good as erased, and who has proven that it was theirs is told so, MEMBER_ERASED. Once its rows are
 * gone there is nobody to tell: CREDENTIALS_WRONG. Call `welcomeBack` after the commit.
 */
export async function admit(
  deps: Pick<Deps, 'now' | 'settings' | 'events'>,
  tx: Transaction,
  args: { member: Pick<MemberRow, 'id'>; amr: string[]; identity: Identity; signer: Signer },
): Promise<IssuedSession> {
  const { member, isReactivated } = await judge(deps, tx, args.member.id);
  await tellOfUnknownDevice(deps, tx, { member, identity: args.identity });
  return { ...(await startSession(deps, tx, { ...args, member })), isReactivated };
}

/** Makes whose account has come back by this session seen again, at once. */
export async function welcomeBack(
  deps: Pick<Deps, 'events' | 'redis' | 'log'>,
  { isReactivated, member }: Pick<IssuedSession, 'isReactivated' | 'member'>,
): Promise<void> {
  if (!isReactivated) return;
  deps.events.wake();
  await announceMember(deps, member.id);
}

/** The row stays locked: a disabling or a deactivation is either seen here or ends the session that begins. */
async function judge(
  deps: Pick<Deps, 'now' | 'events'>,
  tx: Transaction,
  memberId: string,
): Promise<{ member: MemberRow; isReactivated: boolean }> {
  await lockMembers(tx, [memberId]);
  const member = await findAnyMember(tx, memberId);
  if (!member) throw new AppError('CREDENTIALS_WRONG');
  const { deactivatedAt } = member;
  if (deactivatedAt && deactivatedAt <= graceEndFor(deps.now())) {
    throw new AppError('MEMBER_ERASED');
  }
  if (member.disabledAt) throw new AppError('MEMBER_DISABLED');
  if (!deactivatedAt) return { member, isReactivated: false };
  await updateAccountState(tx, memberId, { deactivatedAt: null });
  await deps.events.record(tx, {
    type: 'member.reactivated',
    actorId: memberId,
    subject: { kind: 'member', id: memberId },
    data: { memberId },
  });
  return { member: { ...member, deactivatedAt: null }, isReactivated: true };
}

/** Tells the member when no earlier session of theirs came from such a browser on such a system. */
async function tellOfUnknownDevice(
  deps: Pick<Deps, 'now' | 'events'>,
  tx: Transaction,
  args: { member: MemberRow; identity: Identity },
): Promise<void> {
  const { member, identity } = args;
  const familyOf = (userAgent: string): string => {
    const { browser, os } = deviceOf(userAgent);
    return `${browser}/${os}`;
  };
  const known = (await listUserAgents(tx, member.id)).map(familyOf);
  if (known.includes(familyOf(identity.userAgent))) return;
  const { browser, os } = deviceOf(identity.userAgent);
  const { address } = identity;
  await warn(deps, tx, {
    to: member.email,
    content: { kind: 'NEW_DEVICE', memberId: member.id, browser, os, address },
  });
}
