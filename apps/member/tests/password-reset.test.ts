import { anonymous } from '@dailyfeed/auth/identity';
import { afterAll, beforeAll, expect, test } from 'vitest';

import { createPasswords } from '../src/domain/password.ts';
import {
  anyone,
  createStandingClock,
  minuteMs,
  password,
  persistAnswer,
  type TestMember,
} from './_harness.ts';
import type { Answer } from './_http.ts';
import { type MailTest, settle, startWithMails } from './_mail.ts';

const newPassword = 'another long enough secret';
const subject = /new password/;
const clock = createStandingClock();
let hashes = 0;
let mail: MailTest;
let member: TestMember;
beforeAll(async () => {
  const passwords = await createPasswords();
  mail = await startWithMails({
    now: clock.now,
    passwords: {
      hash: (given) => {
        hashes += 1;
        return passwords.hash(given);
      },
      verify: (given, hash) => {
        hashes += 1;
        return passwords.verify(given, hash);
      },
    },
  });
  member = mail.member;
});
afterAll(() => member[Symbol.asyncDispose]());

test('the link in the mail sets a new password, and ends every session', async () => {
  const ann = await member.signUp({ language: 'en' });
  const other = await logIn(ann.email, password);
  expect(other.status).toBe(200);
  const token = await ask(ann.email);
  expect(await reset(token)).toMatchObject({ status: 200 });

  expect((await member.refresh(ann.refreshToken)).status).toBe(401);
  const headers = { authorization: `Bearer ${ann.accessToken}` };
  expect((await member.send({ path: '/trpc/profile.me', headers })).status).toBe(401);
  expect((await logIn(ann.email, password)).appCode).toBe('CREDENTIALS_WRONG');
  const again = await logIn(ann.email, newPassword);
  expect(again.status).toBe(200);
  // Who reads the mail of an address has proven that it is theirs.
  expect(again.data).toMatchObject({ member: { emailVerified: true } });
  const subjects = (await mail.mailsTo(ann.email)).map((each) => each.subject);
  expect(subjects).toContain('Your password was changed');
});

test('known and unknown addresses get the same answer for the same work', async () => {
  const ann = await member.signUp();
  const ofKnown = await workOf(() => request(ann.email));
  const ofUnknown = await workOf(() => request(anyone().email));
  expect(ofKnown.answer.status).toBe(200);
  expect(ofUnknown.answer.status).toBe(200);
  expect(ofUnknown.answer.text).toBe(ofKnown.answer.text);
  expect(ofUnknown.hashes).toBe(ofKnown.hashes);
  expect(ofUnknown.rows).toBe(ofKnown.rows);
});

test('nobody gets a mail who is no member', async () => {
  const stranger = anyone().email;
  await request(stranger);
  expect(await mail.mailsTo(stranger)).toEqual([]);
});

test('of 20 uses of one link at once, one succeeds', async () => {
  const ann = await member.signUp({ language: 'en' });
  const token = await ask(ann.email);
  const answers = await Promise.all(
    Array.from({ length: 20 }, (_, index) =>
      persistAnswer(() => reset(token, `${newPassword} ${index}`)),
    ),
  );
  const won = answers.flatMap((answer, index) => (answer.status === 200 ? [index] : []));
  expect(won).toHaveLength(1);
  const lost = answers.filter((answer) => answer.status !== 200);
  expect(new Set(lost.map((answer) => answer.appCode))).toEqual(new Set(['LINK_INVALID']));
  expect((await logIn(ann.email, `${newPassword} ${won[0]}`)).status).toBe(200);
});

test('a link that was used takes the others of the member along', async () => {
  const ann = await member.signUp({ language: 'en' });
  const [first, second] = [await ask(ann.email), await ask(ann.email)];
  expect(first).not.toBe(second);
  expect((await reset(second)).status).toBe(200);
  expect(await reset(first)).toMatchObject({ status: 400, appCode: 'LINK_INVALID' });
});

test('a link is good for 30 minutes', async () => {
  const ann = await member.signUp({ language: 'en' });
  const token = await ask(ann.email);
  clock.advance(31 * minuteMs);
  expect(await reset(token)).toMatchObject({ status: 400, appCode: 'LINK_INVALID' });
  expect((await logIn(ann.email, password)).status).toBe(200);
});

test('a link for something else does not set a password', async () => {
  const ann = await member.signUp({ language: 'en' });
  const token = await mail.tokenTo(ann.email, /Confirm your e-mail/);
  expect(token).toHaveLength(43);
  expect(await reset(token)).toMatchObject({ status: 400, appCode: 'LINK_INVALID' });
});

test('bad input is named, and leaves the link good', async () => {
  const ann = await member.signUp({ language: 'en' });
  const token = await ask(ann.email);
  expect(await reset(token, 'short')).toMatchObject({ fields: { password: 'too_short' } });
  expect(await reset(token, 'password123')).toMatchObject({
    status: 400,
    fields: { password: 'common_password' },
  });
  expect(await reset('x')).toMatchObject({ status: 400, fields: { token: 'invalid' } });
  expect(await request('no address')).toMatchObject({ fields: { email: 'invalid_email' } });
  expect((await reset(token)).status).toBe(200);
});

test('a disabled member cannot come back by a link', async () => {
  const ann = await member.signUp({ language: 'en' });
  const token = await ask(ann.email);
  await member.deps.db.member.update({ where: { id: ann.id }, data: { disabledAt: new Date() } });
  expect(await reset(token)).toMatchObject({ status: 400, appCode: 'LINK_INVALID' });
});

test('who asks again and again has to wait, known or not', async () => {
  const [known, unknown] = [(await member.signUp()).email, anyone().email];
  const outcomes: Record<string, number[]> = { known: [], unknown: [] };
  for (let count = 0; count < 8; count += 1) {
    outcomes['known']?.push((await request(known)).status);
    outcomes['unknown']?.push((await request(unknown)).status);
  }
  expect(outcomes['known']).toContain(429);
  expect(outcomes['unknown']).toEqual(outcomes['known']);
  // Asking for mails does not lock anyone out.
  expect((await logIn(known, password)).status).toBe(200);
});

test('a bad token beside a reset is ignored', async () => {
  const answer = await member.send({
    procedure: 'auth.requestPasswordReset',
    input: { email: anyone().email },
    headers: { authorization: 'Bearer nonsense' },
  });
  expect(answer.status).toBe(200);
});

test('no link can be read from the database', async () => {
  const ann = await member.signUp({ language: 'en' });
  const token = await ask(ann.email);
  const [mails, links] = [
    await member.deps.db.mail.findMany({ where: { to: ann.email } }),
    await member.deps.db.linkToken.findMany({ where: { memberId: ann.id } }),
  ];
  expect(JSON.stringify([mails, links])).not.toContain(token);
});

async function workOf(work: () => Promise<Answer>) {
  await settle(member);
  const hashesBefore = hashes;
  const rowsBefore = await member.deps.db.mail.count();
  const answer = await work();
  const rows = (await member.deps.db.mail.count()) - rowsBefore;
  return { answer, hashes: hashes - hashesBefore, rows };
}

async function ask(email: string): Promise<string> {
  expect((await request(email)).status).toBe(200);
  return mail.tokenTo(email, subject);
}

function request(email: string): Promise<Answer> {
  // From an address of its own: other tests ask, too.
  const headers = member.passportOf({ ...anonymous('test'), address: `test-${email}` });
  return member.send({ procedure: 'auth.requestPasswordReset', input: { email }, headers });
}

function reset(token: string, given: string = newPassword): Promise<Answer> {
  return member.send({ procedure: 'auth.resetPassword', input: { token, password: given } });
}

function logIn(email: string, given: string): Promise<Answer> {
  return member.send({ procedure: 'auth.logIn', input: { email, password: given } });
}
