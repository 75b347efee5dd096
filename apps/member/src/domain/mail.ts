import { newId } from '@dailyfeed/service-kit/id';
import * as z from 'zod';

import type { MailRow, Transaction } from '../db/client.ts';
import { insertMail } from '../db/mails.ts';
import type { Deps } from '../deps.ts';

const member = z.object({ memberId: z.uuid() });
const change = member.extend({ changeId: z.uuid() });

/** What a mail is about; its words and its link are made when it is sent. */
const MailContent = z.discriminatedUnion('kind', [
  member.extend({ kind: z.literal('VERIFY_EMAIL') }),
  // Whose address it is, if anybody's, is not asked before: known and unknown addresses cost the same.
  z.object({ kind: z.literal('RESET_PASSWORD') }),
  change.extend({ kind: z.literal('CONFIRM_OLD_EMAIL') }),
  change.extend({ kind: z.literal('CONFIRM_NEW_EMAIL') }),
  member.extend({ kind: z.literal('PASSWORD_CHANGED') }),
  member.extend({
    kind: z.literal('NEW_DEVICE'),
    browser: z.string().nullable(),
    os: z.string().nullable(),
    address: z.string(),
  }),
  member.extend({ kind: z.literal('SESSION_REUSED') }),
  member.extend({ kind: z.literal('PROVIDER_LINKED'), provider: z.string() }),
  member.extend({ kind: z.literal('PROVIDER_UNLINKED'), provider: z.string() }),
  member.extend({ kind: z.literal('ACCOUNT_DISABLED'), reason: z.string() }),
  member.extend({ kind: z.literal('ACCOUNT_ENABLED') }),
  member.extend({ kind: z.literal('ACCOUNT_DEACTIVATED') }),
]);
export type MailContent = z.infer<typeof MailContent>;

/** Writes a mail down, in the transaction of its cause; it is sent when that is committed. */
export async function queueMail(
  deps: Pick<Deps, 'now'>,
  tx: Transaction,
  mail: { to: string; content: MailContent },
): Promise<void> {
  const now = deps.now();
  const { kind, ...params } = mail.content;
  await insertMail(tx, {
    id: newId(),
    to: mail.to,
    kind,
    params,
    createdAt: now,
    nextAttemptAt: now,
  });
}

export function toMailContent(row: Pick<MailRow, 'kind' | 'params'>): MailContent {
  return MailContent.parse({ ...Object(row.params), kind: row.kind });
}
