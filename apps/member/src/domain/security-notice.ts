import { SecurityNotice } from '@dailyfeed/contract/notification';

import type { Transaction } from '../db/client.ts';
import type { Deps } from '../deps.ts';
import { type MailContent, queueMail } from './mail.ts';

/** Mails about what somebody else might have done with the account. */
type Warning = Extract<MailContent, { kind: Uppercase<SecurityNotice> }>;

/**
 * Tells a member, by mail and among their notifications, of what they have to know if it was not them. In the
 * transaction of its cause; call `deps.events.wake()` after the commit.
 */
export async function warn(
  deps: Pick<Deps, 'now' | 'events'>,
  tx: Transaction,
  mail: { to: string; content: Warning },
): Promise<void> {
  await queueMail(deps, tx, mail);
  const { kind, memberId } = mail.content;
  await notice(deps, tx, { memberId, notice: SecurityNotice.parse(kind.toLowerCase()) });
}

/** As `warn`, where mails have gone out about it before. */
export async function notice(
  deps: Pick<Deps, 'events'>,
  tx: Transaction,
  data: { memberId: string; notice: SecurityNotice },
): Promise<void> {
  await deps.events.record(tx, {
    type: 'member.security_noticed',
    actorId: null,
    subject: { kind: 'member', id: data.memberId },
    data,
  });
}
