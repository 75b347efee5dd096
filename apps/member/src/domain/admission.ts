import { deviceOf } from '@dailyfeed/auth/device';
import type { Identity } from '@dailyfeed/auth/identity';
import { AppError } from '@dailyfeed/contract/errors';

import type { MemberRow, Transaction } from '../db/client.ts';
import { listUserAgents } from '../db/refresh-tokens.ts';
import type { Deps, IssuedSession, Signer } from '../deps.ts';
import { queueMail } from './mail.ts';
import { startSession } from './session.ts';

/**
 * Lets a member in who has proven who they are, by whatever means (`amr`). The one place that decides whether they may
 * have a session: MEMBER_DISABLED.
 */
export async function admit(
  deps: Pick<Deps, 'now' | 'settings'>,
  tx: Transaction,
  args: { member: MemberRow; amr: string[]; identity: Identity; signer: Signer },
): Promise<IssuedSession> {
  if (args.member.disabledAt) throw new AppError('MEMBER_DISABLED');
  await tellOfUnknownDevice(deps, tx, args);
  return startSession(deps, tx, args);
}

/** Writes to the member when no earlier session of theirs came from such a browser on such a system. */
async function tellOfUnknownDevice(
  deps: Pick<Deps, 'now'>,
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
  await queueMail(deps, tx, {
    to: member.email,
    content: { kind: 'NEW_DEVICE', memberId: member.id, browser, os, address },
  });
}
