import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { anonymous } from '@dailyfeed/auth/identity';
import { findFreePorts } from '@dailyfeed/dev-infra/port';
import { createLog } from '@dailyfeed/service-kit/log';
import PostalMime from 'postal-mime';
import { SMTPServer } from 'smtp-server';
import { expect, test, vi } from 'vitest';

import { createClock, minuteMs, password, startTestMember } from './_harness.ts';
import { settle, startWithMails, tokenIn } from './_mail.ts';

test('while the mail server is away accounts are made all the same, and mails arrive when it is back', async () => {
  const [port = 0] = await findFreePorts([undefined]);
  const clock = createClock();
  await using member = await startTestMember(
    { SMTP_URL: `smtp://127.0.0.1:${port}` },
    { now: clock.now },
  );
  const ann = await member.signUp({ language: 'en' });
  expect((await member.as(ann).profile.me.query()).email).toBe(ann.email);
  await vi.waitFor(
    async () => {
      const row = await member.deps.db.mail.findFirstOrThrow({ where: { to: ann.email } });
      expect(row).toMatchObject({ sentAt: null, attempts: 1, lastError: 'ESOCKET' });
    },
    { timeout: 20_000 },
  );

  const received: { to: string[]; raw: string }[] = [];
  const server = await startSmtp(port, received);
  try {
    clock.advance(minuteMs);
    await vi.waitFor(() => expect(received).toHaveLength(1), { timeout: 20_000 });
    await settle(member);
    expect(received[0]?.to).toEqual([ann.email]);
    const parsed = await PostalMime.parse(received[0]?.raw ?? '');
    expect(parsed.subject).toBe('Confirm your e-mail address');
    expect(parsed.from?.address).toBe('no-reply@dailyfeed.test');
    const token = tokenIn(parsed.text ?? '');
    expect(parsed.text).toContain(`https://dailyfeed.test/verify?token=${token}`);
    expect(parsed.html).toContain(`href="https://dailyfeed.test/verify?token=${token}"`);
    const answer = await member.send({ procedure: 'auth.verifyEmail', input: { token } });
    expect(answer.status).toBe(200);
  } finally {
    await new Promise<void>((resolve) => server.close(() => resolve()));
  }
}, 60_000);

test('without a mail server mails become files, and the log says where and no more', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'dailyfeed-mail-'));
  const lines: string[] = [];
  const log = createLog('member', {
    level: 'trace',
    destination: { write: (line: string) => void lines.push(line) },
  });
  try {
    await using member = await startTestMember({ MAIL_DIR: folder }, { log });
    const ann = await member.signUp({ displayName: '안 <b>ne' });
    const input = { email: ann.email };
    await member.send({ procedure: 'auth.requestPasswordReset', input });
    await settle(member);
    const files = await readdir(folder);
    expect(files).toHaveLength(2);
    const mails = await Promise.all(
      files.map(async (file) => PostalMime.parse(await readFile(join(folder, file)))),
    );
    const tokens = mails.map((mail) => tokenIn(mail.text ?? ''));
    expect(tokens.map((token) => token.length)).toEqual([43, 43]);
    expect(mails[0]?.text).toContain('안 <b>ne');
    expect(mails[0]?.html).toContain('안 &lt;b&gt;ne');
    const resetting = mails.findIndex((mail) => /\/reset\?/.test(mail.text ?? ''));
    const reset = { token: tokens[resetting], password: 'another long enough secret' };
    const answer = await member.send({ procedure: 'auth.resetPassword', input: reset });
    expect(answer.status).toBe(200);

    const text = lines.join('');
    expect(text).toContain(join(folder, files[0] ?? ''));
    for (const secret of [...tokens, ann.email, reset.password]) expect(text).not.toContain(secret);
  } finally {
    await rm(folder, { recursive: true });
  }
});

test('what a mail server says is not kept or logged, since it may name the address', async () => {
  const lines: string[] = [];
  const log = createLog('member', { destination: { write: (line) => void lines.push(line) } });
  const mailer = {
    send: () => Promise.reject(new Error('550 no mailbox ann@example.com here')),
  };
  await using member = await startTestMember({}, { log, mailer });
  const ann = await member.signUp({ email: 'ann@example.com' });
  await settle(member);
  const row = await member.deps.db.mail.findFirstOrThrow({ where: { to: ann.email } });
  expect(row).toMatchObject({ lastError: 'UNKNOWN', sentAt: null });
  expect(lines.join('')).toContain('mail not sent');
  expect(lines.join('')).not.toContain(ann.email);
});

test('many processes send each mail once', async () => {
  const sent: string[] = [];
  const mailer = { send: async (mail: { to: string }) => void sent.push(mail.to) };
  await using member = await startTestMember({}, { mailer });
  const people = await member.signUpMany(10);
  await Promise.all(Array.from({ length: 5 }, () => settle(member)));
  // And then forgets whom it wrote to.
  expect(await member.deps.db.mail.count({ where: { to: { not: '' } } })).toBe(0);
  expect(sent.toSorted()).toEqual(people.map((each) => each.email).toSorted());
});

test('a log-in from a browser or system not seen before is told to the member', async () => {
  const { member, mailsTo } = await startWithMails();
  await using _ = member;
  const ann = await member.signUp({ language: 'en' });
  const logIn = (userAgent: string) =>
    member.send({
      procedure: 'auth.logIn',
      input: { email: ann.email, password },
      headers: member.passportOf({ ...anonymous('test'), userAgent, address: '203.0.113.7' }),
    });
  const warnings = async () =>
    (await mailsTo(ann.email)).filter((mail) => /new device/.test(mail.subject));

  expect((await logIn(firefox('130.0'))).status).toBe(200);
  const [warning] = await warnings();
  expect(warning?.text).toContain('Firefox, Linux, 203.0.113.7');
  expect((await logIn(firefox('131.0'))).status).toBe(200);
  expect(await warnings()).toHaveLength(1);
  expect(
    (await logIn('Mozilla/5.0 (iPhone; CPU iPhone OS 18_0 like Mac OS X) Safari')).status,
  ).toBe(200);
  expect(await warnings()).toHaveLength(2);
});

function firefox(version: string): string {
  return `Mozilla/5.0 (X11; Linux x86_64; rv:${version}) Gecko/20100101 Firefox/${version}`;
}

async function startSmtp(
  port: number,
  received: { to: string[]; raw: string }[],
): Promise<SMTPServer> {
  const server = new SMTPServer({
    authOptional: true,
    disabledCommands: ['STARTTLS'],
    onData: (stream, session, done) => {
      const chunks: Buffer[] = [];
      stream.on('data', (chunk: Buffer) => chunks.push(chunk));
      stream.on('end', () => {
        const to = session.envelope.rcptTo.map((recipient) => recipient.address);
        received.push({ to, raw: Buffer.concat(chunks).toString() });
        done();
      });
    },
  });
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, '127.0.0.1', resolve);
  });
  return server;
}
