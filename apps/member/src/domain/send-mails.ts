import type { MailRow, MemberRow } from '../db/client.ts';
import { findEmailChange } from '../db/email-changes.ts';
import { claimDueMail, markMailFailed, markMailSent } from '../db/mails.ts';
import { findAnyMember, findMemberByEmail } from '../db/members.ts';
import type { Deps, OutgoingMail } from '../deps.ts';
import { createLinkToken } from './link-token.ts';
import { layOutMail } from './mail-layout.ts';
import { toMailText } from './mail-text.ts';
import { type MailContent, toMailContent } from './mail.ts';

export type SendMailsDeps = Pick<Deps, 'db' | 'now' | 'log' | 'mailer' | 'settings'>;

/** Longer than the mailer takes to give up. Pauses double from here; the last attempt is about a day after the first. */
const pauses = { firstPauseSeconds: 30, longestPauseSeconds: 3600, attemptsMax: 30 };

/** Sends what is due, one after another, until nothing is. What fails is due again later. */
export async function sendDueMails(deps: SendMailsDeps): Promise<void> {
  for (;;) {
    const mail = await claimDueMail(deps.db, { now: deps.now(), ...pauses });
    if (!mail) return;
    await sendOne(deps, mail);
  }
}

async function sendOne(deps: SendMailsDeps, mail: MailRow): Promise<void> {
  const facts = { mailId: mail.id, kind: mail.kind, attempts: mail.attempts };
  try {
    const outgoing = await compose(deps, mail);
    if (outgoing) await deps.mailer.send(outgoing);
  } catch (error) {
    const code = codeOf(error);
    await markMailFailed(deps.db, mail.id, code);
    deps.log.warn({ ...facts, code }, 'mail not sent');
    return;
  }
  await markMailSent(deps.db, mail.id, deps.now());
}

/** Undefined when there is nobody to write to, or nothing to write about any more. */
async function compose(deps: SendMailsDeps, mail: MailRow): Promise<OutgoingMail | undefined> {
  const content = toMailContent(mail);
  const member =
    content.kind === 'RESET_PASSWORD'
      ? await findMemberByEmail(deps.db, mail.to)
      : await findAnyMember(deps.db, content.memberId);
  if (!member || (member.disabledAt && !isAboutState(content))) return undefined;
  const change =
    'changeId' in content ? await findEmailChange(deps.db, content.changeId) : undefined;
  if ('changeId' in content && !change) return undefined;
  const facts = {
    displayName: member.displayName,
    newEmail: change?.newEmail ?? '',
    sentFor: mail.createdAt,
  };
  const text = toMailText(member.language, content, facts);
  const link = await createLink(deps, mail, { member, content });
  return { to: mail.to, ...layOutMail(text, { language: member.language, link }) };
}

/** Who is disabled is told so, and when it is over; nothing else. */
function isAboutState({ kind }: MailContent): boolean {
  return kind === 'ACCOUNT_DISABLED' || kind === 'ACCOUNT_ENABLED';
}

async function createLink(
  deps: SendMailsDeps,
  mail: Pick<MailRow, 'to'>,
  about: { member: Pick<MemberRow, 'id'>; content: MailContent },
): Promise<string | undefined> {
  const { member, content } = about;
  switch (content.kind) {
    case 'PASSWORD_CHANGED':
    case 'NEW_DEVICE':
    case 'SESSION_REUSED':
    case 'PROVIDER_LINKED':
    case 'PROVIDER_UNLINKED':
    case 'ACCOUNT_DISABLED':
    case 'ACCOUNT_ENABLED':
    case 'ACCOUNT_DEACTIVATED':
      return undefined;
    default:
  }
  const token = await createLinkToken(deps, {
    purpose: content.kind,
    memberId: member.id,
    email: mail.to,
    changeId: 'changeId' in content ? content.changeId : null,
  });
  return `${deps.settings.publicOrigin}${pages[content.kind]}=${token}`;
}

/** The pages the links lead to; the site's router builds the same addresses. */
const pages = {
  VERIFY_EMAIL: '/verify?token',
  RESET_PASSWORD: '/reset?token',
  CONFIRM_OLD_EMAIL: '/verify?change',
  CONFIRM_NEW_EMAIL: '/verify?change',
};

/** What went wrong without the server's own words, which often repeat the address. */
function codeOf(error: unknown): string {
  const code: unknown = error instanceof Error && 'code' in error ? error.code : undefined;
  return typeof code === 'string' ? code : 'UNKNOWN';
}
