import { expect, vi } from 'vitest';

import type { Mailer, OutgoingMail } from '../src/deps.ts';
import { sendDueMails } from '../src/domain/send-mails.ts';
import { startTestMember, type TestMember } from './_harness.ts';

export type MailTest = Awaited<ReturnType<typeof startWithMails>>;

/** The service with somebody who delivers its mails here, for tests to read. */
export async function startWithMails(overrides: Parameters<typeof startTestMember>[1] = {}) {
  const mails: OutgoingMail[] = [];
  const mailer: Mailer = { send: async (mail) => void mails.push(mail) };
  const member = await startTestMember({}, { mailer, ...overrides });
  /** Sends what is due, and gives the mails to `to` so far. */
  const mailsTo = async (to: string): Promise<OutgoingMail[]> => {
    await settle(member);
    return mails.filter((mail) => mail.to === to);
  };
  /** The token in the newest mail to `to` whose subject matches. */
  const tokenTo = async (to: string, subject: RegExp): Promise<string> => {
    const found = (await mailsTo(to)).filter((mail) => subject.test(mail.subject));
    return tokenIn(found.at(-1)?.text ?? '');
  };
  return { member, mailsTo, tokenTo };
}

/** Waits until no mail is due any more, whoever sends it. */
export async function settle(member: TestMember): Promise<void> {
  await sendDueMails(member.deps);
  await vi.waitFor(
    async () => {
      const due = { sentAt: null, lastError: null };
      expect(await member.deps.db.mail.count({ where: due })).toBe(0);
    },
    { timeout: 30_000 },
  );
}

export function tokenIn(text: string): string {
  return /\?(?:token|change)=([\w-]{43})/.exec(text)?.[1] ?? '';
}
