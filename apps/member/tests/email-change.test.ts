import { anonymous } from '@dailyfeed/auth/identity';
import { afterAll, beforeAll, expect, test } from 'vitest';

import { anyone, createClock, dayMs, password, type Person, type TestMember } from './_harness.ts';
import type { Answer } from './_http.ts';
import { type MailTest, startWithMails } from './_mail.ts';

const clock = createClock();
let mail: MailTest;
let member: TestMember;
beforeAll(async () => {
  mail = await startWithMails({ now: clock.now });
  member = mail.member;
});
afterAll(() => member[Symbol.asyncDispose]());

test('sign-up sends a link that proves the address, once', async () => {
  const ann = await member.signUp({ language: 'en' });
  expect(await emailOf(ann)).toMatchObject({ emailVerified: false });
  const token = await mail.tokenTo(ann.email, /Confirm your e-mail/);
  const answers = await Promise.all(Array.from({ length: 20 }, () => verify(token)));
  expect(answers.filter((answer) => answer.status === 200)).toHaveLength(1);
  expect(await verify(token)).toMatchObject({ status: 400, appCode: 'LINK_INVALID' });
  expect(await emailOf(ann)).toMatchObject({ emailVerified: true });
});

test('a member is written to in their language', async () => {
  const ann = await member.signUp({ language: 'ko' });
  const [first] = await mail.mailsTo(ann.email);
  expect(first?.subject).toBe('이메일 주소를 확인해 주세요');
  expect(first?.html).toContain('lang="ko"');
});

test('the link can be asked for again, until the address is proven', async () => {
  const ann = await member.signUp({ language: 'en' });
  await member.as(ann).auth.requestEmailVerification.mutate();
  expect(await mail.mailsTo(ann.email)).toHaveLength(2);
  await verify(await mail.tokenTo(ann.email, /Confirm/));
  await member.as(ann).auth.requestEmailVerification.mutate();
  expect(await mail.mailsTo(ann.email)).toHaveLength(2);
  await expect(member.anyone.auth.requestEmailVerification.mutate()).rejects.toMatchObject({
    data: { appCode: 'UNAUTHENTICATED' },
  });
});

test('the address changes when both addresses have confirmed, in either order', async () => {
  for (const order of ['old first', 'new first'] as const) {
    const ann = await member.signUp({ language: 'en' });
    const to = anyone().email;
    await change(ann, to);
    const ofOld = await mail.tokenTo(ann.email, /change of your e-mail/);
    const ofNew = await mail.tokenTo(to, /new e-mail/);
    const [first, second] = order === 'old first' ? [ofOld, ofNew] : [ofNew, ofOld];
    expect((await confirm(first)).data).toEqual({ state: 'waiting' });
    expect(await emailOf(ann)).toMatchObject({ email: ann.email });
    expect((await confirm(first)).appCode).toBe('LINK_INVALID');
    expect((await confirm(second)).data).toEqual({ state: 'changed' });
    expect(await emailOf(ann)).toMatchObject({ email: to, emailVerified: true });
    const logIn = { email: to, password };
    expect((await member.send({ procedure: 'auth.logIn', input: logIn })).status).toBe(200);
  }
});

test('both confirming at once is one change', async () => {
  const ann = await member.signUp({ language: 'en' });
  const to = anyone().email;
  await change(ann, to);
  const tokens = [
    await mail.tokenTo(ann.email, /change of your e-mail/),
    await mail.tokenTo(to, /new e-mail/),
  ];
  const answers = await Promise.all(tokens.map(confirm));
  const states = answers.map((answer) => String(Object(answer.data).state));
  expect(states.toSorted((a, b) => a.localeCompare(b))).toEqual(['changed', 'waiting']);
  expect(await emailOf(ann)).toMatchObject({ email: to });
});

test('an address somebody has is not told apart, and never confirms', async () => {
  const [ann, bob] = await member.signUpMany(2);
  if (!ann || !bob) throw new Error('nobody signed up');
  const before = (await mail.mailsTo(bob.email)).length;
  const toTaken = await change(ann, bob.email);
  const toFree = await change(ann, anyone().email);
  expect(toTaken.status).toBe(200);
  expect(toTaken.text).toBe(toFree.text);
  expect(await mail.mailsTo(bob.email)).toHaveLength(before);
});

test('an address that is taken meanwhile is refused at the end', async () => {
  const ann = await member.signUp({ language: 'en' });
  const to = anyone().email;
  await change(ann, to);
  await confirm(await mail.tokenTo(ann.email, /change of your e-mail/));
  const ofNew = await mail.tokenTo(to, /new e-mail/);
  await member.signUp({ email: to });
  expect(await confirm(ofNew)).toMatchObject({ status: 409, appCode: 'EMAIL_TAKEN' });
  expect(await emailOf(ann)).toMatchObject({ email: ann.email });
});

test('a later wish takes the place of an earlier one', async () => {
  const ann = await member.signUp({ language: 'en' });
  const [first, second] = [anyone().email, anyone().email];
  await change(ann, first);
  const ofFirst = await mail.tokenTo(first, /new e-mail/);
  await change(ann, second);
  expect((await confirm(ofFirst)).appCode).toBe('LINK_INVALID');
});

test('links to confirm a change are good for a day', async () => {
  const ann = await member.signUp({ language: 'en' });
  const to = anyone().email;
  await change(ann, to);
  const token = await mail.tokenTo(to, /new e-mail/);
  clock.advance(dayMs + 1000);
  expect((await confirm(token)).appCode).toBe('LINK_INVALID');
});

test('only who knows the password changes the address, and bad input is named', async () => {
  const ann = await member.signUp();
  expect(await change(ann, anyone().email, 'not my secret')).toMatchObject({
    status: 401,
    appCode: 'CREDENTIALS_WRONG',
    fields: { password: 'wrong_password' },
  });
  expect((await change(ann, 'no address')).fields).toEqual({ email: 'invalid_email' });
  expect((await change(ann, ann.email.toUpperCase())).fields).toEqual({ email: 'invalid' });
  const input = { email: anyone().email, password };
  expect((await member.send({ procedure: 'auth.changeEmail', input })).appCode).toBe(
    'UNAUTHENTICATED',
  );
});

test('a link to a password of an address that was left is not good any more', async () => {
  const ann = await member.signUp({ language: 'en' });
  const to = anyone().email;
  const procedure = 'auth.requestPasswordReset';
  await member.send({ procedure, input: { email: ann.email } });
  const token = await mail.tokenTo(ann.email, /new password/);
  await change(ann, to);
  await confirm(await mail.tokenTo(ann.email, /change of your e-mail/));
  await confirm(await mail.tokenTo(to, /new e-mail/));
  const input = { token, password: 'another long enough secret' };
  expect((await member.send({ procedure: 'auth.resetPassword', input })).appCode).toBe(
    'LINK_INVALID',
  );
});

function change(person: Person, email: string, given = password): Promise<Answer> {
  return member.send({
    procedure: 'auth.changeEmail',
    input: { email, password: given },
    // By passport: the clock of these tests runs ahead of tokens.
    headers: passportOf(person),
  });
}

function passportOf(person: Person): Record<string, string> {
  return member.passportOf({
    ...anonymous('test'),
    member: { memberId: person.id, sessionId: person.sessionId, roles: ['MEMBER'], amr: ['pwd'] },
    address: `test-${person.id}`,
  });
}

function confirm(token: string): Promise<Answer> {
  return member.send({ procedure: 'auth.confirmEmailChange', input: { token } });
}

function verify(token: string): Promise<Answer> {
  return member.send({ procedure: 'auth.verifyEmail', input: { token } });
}

async function emailOf(person: Person): Promise<{ email: string; emailVerified: boolean }> {
  const { email, emailVerified } = await member.as(person).profile.me.query();
  return { email, emailVerified };
}
