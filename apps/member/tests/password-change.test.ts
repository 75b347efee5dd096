import { afterAll, beforeAll, expect, test } from 'vitest';

import {
  createStandingClock,
  password,
  type Person,
  refreshTokenOf,
  type TestMember,
  toPerson,
} from './_harness.ts';
import type { Answer } from './_http.ts';
import { type MailTest, startWithMails } from './_mail.ts';

const newPassword = 'another long enough secret';
let mail: MailTest;
let member: TestMember;
beforeAll(async () => {
  // Or the first wait, of two seconds, would be over on a slow machine.
  mail = await startWithMails({ now: createStandingClock().now });
  member = mail.member;
});
afterAll(() => member[Symbol.asyncDispose]());

test('the session that changes the password goes on with a new pair, all others end', async () => {
  const ann = await member.signUp({ language: 'en' });
  const other = toPerson(await logIn(ann.email, password));
  const answer = await change(ann, password);
  expect(answer.status).toBe(200);
  const { accessToken } = answer.data as { accessToken: string }; // the contract's TokenGrant
  expect(answer.headers.get('authorization')).toBe(`Bearer ${accessToken}`);
  expect(accessToken).not.toBe(ann.accessToken);
  expect(answer.text).not.toContain(refreshTokenOf(answer));

  expect((await me(accessToken)).status).toBe(200);
  expect((await member.refresh(refreshTokenOf(answer))).status).toBe(200);
  expect((await me(other.accessToken)).appCode).toBe('TOKEN_REVOKED');
  expect((await member.refresh(other.refreshToken)).appCode).toBe('TOKEN_REVOKED');
  expect((await logIn(ann.email, password)).appCode).toBe('CREDENTIALS_WRONG');
  expect((await logIn(ann.email, newPassword)).status).toBe(200);
  const subjects = (await mail.mailsTo(ann.email)).map((each) => each.subject);
  expect(subjects).toContain('Your password was changed');
});

test('a wrong current password is named, changes nothing, and is counted with log-ins', async () => {
  const ann = await member.signUp();
  for (let count = 0; count < 10; count += 1) {
    expect(await change(ann, 'not my secret')).toMatchObject({
      status: 401,
      appCode: 'CREDENTIALS_WRONG',
      fields: { currentPassword: 'wrong_password' },
    });
  }
  const waiting = await change(ann, password);
  expect(waiting).toMatchObject({ status: 429, appCode: 'RATE_LIMITED' });
  expect((await me(ann.accessToken)).status).toBe(200);
});

test('a wrong password is no reason to log in again', async () => {
  const ann = await member.signUp();
  const answer = await change(ann, 'not my secret');
  expect(answer.headers.get('x-relogin-required')).toBeNull();
  expect(answer.headers.get('x-token-refresh-needed')).toBeNull();
  expect(answer.cookies.size).toBe(0);
});

test('bad input is named', async () => {
  const ann = await member.signUp();
  expect(await change(ann, password, 'short')).toMatchObject({
    fields: { newPassword: 'too_short' },
  });
  expect(await change(ann, password, 'password123')).toMatchObject({
    fields: { newPassword: 'common_password' },
  });
  expect((await change(ann, password, 'x'.repeat(129))).fields).toEqual({
    newPassword: 'too_long',
  });
});

test('only a member changes a password', async () => {
  const input = { currentPassword: password, newPassword };
  expect(await member.send({ procedure: 'auth.changePassword', input })).toMatchObject({
    status: 401,
    appCode: 'UNAUTHENTICATED',
  });
});

test('of many changes at once one wins, and one session is left', async () => {
  const ann = await member.signUp();
  const answers = await Promise.all(
    Array.from({ length: 5 }, (_, index) => change(ann, password, `${newPassword} ${index}`)),
  );
  expect(answers.filter((answer) => answer.status === 200)).toHaveLength(1);
  const live = await member.deps.db.refreshToken.count({
    where: { memberId: ann.id, endedAt: null },
  });
  expect(live).toBe(1);
});

test('a log-in with the old password beside a change leaves no session', async () => {
  const ann = await member.signUp();
  await Promise.all([
    change(ann, password),
    ...Array.from({ length: 5 }, () => logIn(ann.email, password)),
  ]);
  const live = await member.deps.db.refreshToken.findMany({
    where: { memberId: ann.id, endedAt: null },
  });
  expect(live.map((session) => session.id)).toEqual([ann.sessionId]);
});

function change(person: Person, currentPassword: string, given = newPassword): Promise<Answer> {
  return member.send({
    procedure: 'auth.changePassword',
    input: { currentPassword, newPassword: given },
    headers: { authorization: `Bearer ${person.accessToken}` },
  });
}

function me(accessToken: string): Promise<Answer> {
  const headers = { authorization: `Bearer ${accessToken}` };
  return member.send({ path: '/trpc/profile.me', headers });
}

function logIn(email: string, given: string): Promise<Answer> {
  return member.send({ procedure: 'auth.logIn', input: { email, password: given } });
}
