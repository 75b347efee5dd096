import { randomBytes } from 'node:crypto';

import { anonymous } from '@dailyfeed/auth/identity';
import { hash } from '@node-rs/argon2';
import { afterAll, beforeAll, expect, test } from 'vitest';

import { createPasswords } from '../src/domain/password.ts';
import {
  anyone,
  createStandingClock,
  password,
  startTestMember,
  type TestMember,
  toPerson,
} from './_harness.ts';
import type { Answer } from './_http.ts';

let member: TestMember;
beforeAll(async () => {
  member = await startTestMember();
});
afterAll(() => member[Symbol.asyncDispose]());

test('who knows the password is let in, whatever the capitals of the e-mail address', async () => {
  const ann = await member.signUp();
  const answer = await logIn(member, { email: ` ${ann.email.toUpperCase()} ` });
  expect(answer.status).toBe(200);
  const again = toPerson(answer);
  expect(again.id).toBe(ann.id);
  expect(again.sessionId).not.toBe(ann.sessionId);
  expect((await member.refresh(again.refreshToken)).status).toBe(200);
  expect((await member.refresh(ann.refreshToken)).status).toBe(200);
});

test('a password of any kind is taken as it is: nothing is cut, trimmed or folded', async () => {
  const ending = `a${randomBytes(8).toString('hex').slice(1)}`;
  for (const [chosen, similar] of [
    [`비밀 번호는 길고 😀 ${ending}`, `비밀 번호는 길고 😃 ${ending}`],
    [` ${ending} `, ending],
    [`only small letters ${ending}`, `Only small letters ${ending}`],
    [`${'x'.repeat(112)}${ending}`, 'x'.repeat(112) + ending.toUpperCase()],
  ] as const) {
    const { email } = await member.signUp({ password: chosen });
    const other = await logIn(member, { email, password: similar });
    expect(other.appCode).toBe('CREDENTIALS_WRONG');
    expect((await logIn(member, { email, password: chosen })).status).toBe(200);
  }
});

test('where and with what one logged in is kept with the session', async () => {
  const ann = await member.signUp();
  const passport = member.passportOf({
    ...anonymous('test'),
    address: '203.0.113.7',
    userAgent: `Browser ${'x'.repeat(1000)}`,
  });
  const answer = await logIn(member, { email: ann.email }, passport);
  const session = await member.deps.db.refreshToken.findUniqueOrThrow({
    where: { id: toPerson(answer).sessionId },
  });
  expect(session).toMatchObject({ address: '203.0.113.7', amr: ['pwd'] });
  expect(session.userAgent).toHaveLength(512);
});

test('a wrong password and an unknown e-mail address get the same answer', async () => {
  const ann = await member.signUp();
  const wrong = await logIn(member, { email: ann.email, password: 'not my secret' });
  const unknown = await logIn(member, { email: anyone().email });
  for (const answer of [wrong, unknown]) {
    expect(answer).toMatchObject({ status: 401, appCode: 'CREDENTIALS_WRONG', fields: null });
    expect(answer.cookies.size).toBe(0);
    // Not a session that ended: nothing to refresh, nowhere to be sent.
    expect(answer.headers.get('x-token-refresh-needed')).toBeNull();
    expect(answer.headers.get('x-relogin-required')).toBeNull();
  }
  const bodyOf = (answer: Answer): string => answer.text.replace(/"requestId":"[^"]*"/, '');
  expect(bodyOf(wrong)).toBe(bodyOf(unknown));
});

test('an unknown e-mail address costs a hash like a known one', async () => {
  const passwords = await createPasswords();
  const known = await hash(password, { memoryCost: 19_456, timeCost: 2, parallelism: 1 });
  const timeOf = async (passwordHash: string | undefined): Promise<number> => {
    const start = performance.now();
    await passwords.verify('not my secret', passwordHash);
    return performance.now() - start;
  };
  // In turn: whatever else the machine does slows both down.
  const times: { withHash: number; without: number }[] = [];
  for (let round = 0; round < 15; round += 1) {
    times.push({ withHash: await timeOf(known), without: await timeOf(undefined) });
  }
  const withHash = Math.min(...times.map((each) => each.withHash));
  const without = Math.min(...times.map((each) => each.without));
  expect(without / withHash).toBeGreaterThan(0.5);
  expect(without / withHash).toBeLessThan(2);
  expect(await passwords.verify(password, undefined)).toBe(false);
});

test('a disabled member is told so, but only with the right password', async () => {
  const ann = await member.signUp();
  await member.deps.db.member.update({ where: { id: ann.id }, data: { disabledAt: new Date() } });
  expect(await logIn(member, { email: ann.email })).toMatchObject({
    status: 403,
    appCode: 'MEMBER_DISABLED',
  });
  const wrong = await logIn(member, { email: ann.email, password: 'not my secret' });
  expect(wrong.appCode).toBe('CREDENTIALS_WRONG');
});

test('bad input is named, and never echoed', async () => {
  const answer = await logIn(member, { email: 'no address', password: '' });
  expect(answer).toMatchObject({
    status: 400,
    appCode: 'INPUT_INVALID',
    fields: { email: 'invalid_email', password: 'required' },
  });
  expect(answer.text).not.toContain('no address');
});

test('after 10 failures an account asks for a growing wait, even with the right password', async () => {
  await using still = await startTestMember({}, { now: createStandingClock().now });
  const ann = await still.signUp();
  await fail(still, ann.email, 10);
  const waiting = await logIn(still, { email: ann.email });
  expect(waiting).toMatchObject({ status: 429, appCode: 'RATE_LIMITED' });
  expect(Number(waiting.headers.get('retry-after'))).toBeGreaterThan(0);
  expect(waiting.text).toContain('"retryAfterSeconds":');

  // Someone else is not concerned.
  const bob = await still.signUp();
  expect((await logIn(still, { email: bob.email })).status).toBe(200);
});

test('50 guesses at once are no more than 10 one after another', async () => {
  await using still = await startTestMember({}, { now: createStandingClock().now });
  const ann = await still.signUp();
  const from = still.passportOf({ ...anonymous('test'), address: `test-${ann.email}` });
  const guess = () => logIn(still, { email: ann.email, password: 'not my secret' }, from);
  const answers = await Promise.all(Array.from({ length: 50 }, guess));
  const judged = answers.filter((answer) => answer.appCode === 'CREDENTIALS_WRONG');
  expect(judged).toHaveLength(10);
  const refused = answers.filter((answer) => answer.appCode === 'RATE_LIMITED');
  expect(refused).toHaveLength(40);
});

test('right log-ins do not count, neither for the account nor for the address', async () => {
  const ann = await member.signUp();
  const attempt = { email: ann.email, address: `test-${ann.id}` };
  for (let count = 0; count < 99; count += 1) {
    await member.deps.logInThrottle.begin({ ...attempt, email: `${count}-${ann.email}` });
  }
  const from = member.passportOf({ ...anonymous('test'), address: attempt.address });
  for (let round = 0; round < 3; round += 1) {
    expect((await logIn(member, attempt, from)).status).toBe(200);
  }
});

test('a log-in that succeeds forgets the failures before it', async () => {
  const ann = await member.signUp();
  for (let round = 0; round < 2; round += 1) {
    await fail(member, ann.email, 9);
    expect((await logIn(member, { email: ann.email })).status).toBe(200);
  }
});

test('an address that fails for 100 accounts waits, and other addresses do not', async () => {
  const ann = await member.signUp();
  const attempt = { email: ann.email, address: `test-${ann.id}` };
  for (let count = 0; count < 100; count += 1) {
    await member.deps.logInThrottle.begin({ ...attempt, email: `${count}-${ann.email}` });
  }
  const from = (address: string) => member.passportOf({ ...anonymous('test'), address });
  expect((await logIn(member, attempt, from(attempt.address))).status).toBe(429);
  expect((await logIn(member, attempt, from('198.51.100.1'))).status).toBe(200);
});

test('without Redis log-ins go on, and each process counts for itself', async () => {
  const clock = createStandingClock();
  await using member = await startTestMember(
    { REDIS_URL: 'redis://127.0.0.1:1' },
    { now: clock.now },
  );
  const ann = await member.signUp();
  expect((await logIn(member, { email: ann.email })).status).toBe(200);
  await fail(member, ann.email, 10);
  expect(await logIn(member, { email: ann.email })).toMatchObject({ status: 429 });
  clock.advance(3000);
  expect((await logIn(member, { email: ann.email })).status).toBe(200);
});

test('too many log-ins at once are turned away before they cost memory', async () => {
  const passwords = await createPasswords();
  const outcomes = await Promise.allSettled(
    Array.from({ length: 150 }, () => passwords.verify('not my secret', undefined)),
  );
  const refused = outcomes.filter((outcome) => outcome.status === 'rejected');
  expect(refused).toHaveLength(47);
  expect(refused[0]).toMatchObject({
    reason: { code: 'RATE_LIMITED', details: { retryAfterSeconds: 1 } },
  });
  // And the rest of the day goes on.
  expect(await passwords.verify('not my secret', undefined)).toBe(false);
});

function logIn(
  member: TestMember,
  input: { email: string; password?: string },
  headers: Record<string, string> = {},
): Promise<Answer> {
  const { email, password: given = password } = input;
  return member.send({ procedure: 'auth.logIn', input: { email, password: given }, headers });
}

async function fail(member: TestMember, email: string, times: number): Promise<void> {
  for (let count = 0; count < times; count += 1) {
    // From an address of its own: that counts as well, and other tests fail on purpose too.
    const from = member.passportOf({ ...anonymous('test'), address: `test-${email}` });
    const answer = await logIn(member, { email, password: 'not my secret' }, from);
    expect(answer.appCode).toBe('CREDENTIALS_WRONG');
  }
}
