import { anonymous } from '@dailyfeed/auth/identity';
import { afterAll, beforeAll, expect, test } from 'vitest';

import { warn } from '../src/domain/security-notice.ts';
import {
  anyone,
  createClock,
  password,
  type Person,
  refreshTokenOf,
  secondMs,
  type TestMember,
} from './_harness.ts';
import { type MailTest, startWithMails } from './_mail.ts';

const clock = createClock();
const newPassword = 'another long enough secret';
let mail: MailTest;
let member: TestMember;
beforeAll(async () => {
  mail = await startWithMails({ now: clock.now });
  member = mail.member;
});
afterAll(() => member[Symbol.asyncDispose]());

test('who logs in from a device not seen before is noticed, once', async () => {
  const ann = await member.signUp();
  const userAgent = 'Mozilla/5.0 (X11; Linux x86_64; rv:130.0) Gecko/20100101 Firefox/130.0';
  const input = { email: ann.email, password };
  const headers = member.passportOf({ ...anonymous('test'), userAgent });
  for (let again = 0; again < 2; again += 1) {
    await member.send({ procedure: 'auth.logIn', input, headers });
    expect(await noticesOf(ann)).toEqual(['new_device']);
  }
});

test('a changed password is noticed, one that could not be changed is not', async () => {
  const ann = await member.signUp({ language: 'en' });
  const change = (currentPassword: string) =>
    member.as(ann).auth.changePassword.mutate({ currentPassword, newPassword });
  await expect(change('not my secret')).rejects.toMatchObject({
    data: { appCode: 'CREDENTIALS_WRONG' },
  });
  expect(await noticesOf(ann)).toEqual([]);
  await change(password);
  expect(await noticesOf(ann)).toEqual(['password_changed']);

  await member.anyone.auth.requestPasswordReset.mutate({ email: ann.email });
  const token = await mail.tokenTo(ann.email, /new password/);
  await member.anyone.auth.resetPassword.mutate({ token, password });
  expect(await noticesOf(ann)).toEqual(['password_changed', 'password_changed']);
});

test('an address is noticed once it has changed', async () => {
  const ann = await member.signUp({ language: 'en' });
  const email = anyone().email;
  await member.as(ann).auth.changeEmail.mutate({ email, password });
  const { confirmEmailChange } = member.anyone.auth;
  await confirmEmailChange.mutate({ token: await mail.tokenTo(ann.email, /change of your/) });
  expect(await noticesOf(ann)).toEqual([]);
  await confirmEmailChange.mutate({ token: await mail.tokenTo(email, /new e-mail/) });
  expect(await noticesOf(ann)).toEqual(['email_changed']);
});

test('a session that is in two hands is noticed', async () => {
  const ann = await member.signUp();
  const second = await member.refresh(ann.refreshToken);
  await member.refresh(refreshTokenOf(second));
  clock.advance(21 * secondMs);
  expect((await member.refresh(ann.refreshToken)).status).toBe(401);
  expect(await noticesOf(ann)).toEqual(['session_reused']);
});

test('the notice and the mail are one with their cause: what is rolled back tells nobody', async () => {
  const ann = await member.signUp({ language: 'en' });
  const content = { kind: 'PROVIDER_LINKED', memberId: ann.id, provider: 'Google' } as const;
  const warning = { to: ann.email, content };
  const failed = member.deps.db.$transaction(async (tx) => {
    await warn(member.deps, tx, warning);
    throw new Error('its cause fails');
  });
  await expect(failed).rejects.toThrow('its cause fails');
  expect(await noticesOf(ann)).toEqual([]);
  await member.deps.db.$transaction((tx) => warn(member.deps, tx, warning));
  expect(await noticesOf(ann)).toEqual(['provider_linked']);
  const subjects = (await mail.mailsTo(ann.email)).map(({ subject }) => subject);
  expect(subjects.filter((subject) => /linked/.test(subject))).toHaveLength(1);
});

/** What Kafka is told of a member's account. */
async function noticesOf({ id }: Person): Promise<unknown[]> {
  const rows = await member.deps.db.outbox.findMany({
    where: { key: id },
    orderBy: { seq: 'asc' },
  });
  return rows.flatMap(({ event }) => Object(Object(event)['data'])['notice'] ?? []);
}
