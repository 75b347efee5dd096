import { afterAll, beforeAll, expect, test } from 'vitest';

import { askAs, callAs, signUpAdmin } from './_admin.ts';
import {
  createClock,
  dayMs,
  minuteMs,
  password,
  type Person,
  startTestMember,
  toPerson,
} from './_harness.ts';
import { authHeaderOf } from './_http.ts';
import { type MailTest, startWithMails } from './_mail.ts';

const clock = createClock();
let started: MailTest;
beforeAll(async () => {
  started = await startWithMails({ now: () => clock.now() });
});
afterAll(() => started.member[Symbol.asyncDispose]());

const deactivate = (person: Pick<Person, 'accessToken'>, input: object = { password }) =>
  callAs(started.member, person, { procedure: 'account.deactivate', input });
const logIn = (person: Person, given = password) =>
  started.member.send({ procedure: 'auth.logIn', input: { email: person.email, password: given } });
const stateOf = async ({ id }: Person) =>
  (await started.member.deps.db.member.findUniqueOrThrow({ where: { id } })).deactivatedAt;

test('who deactivates their account is logged out everywhere at once', async () => {
  const { member } = started;
  const ann = await member.signUp();
  const other = toPerson(await logIn(ann));
  const answer = await deactivate(ann);
  expect(answer.status).toBe(200);
  expect(answer.cookies.get('__Host-refresh')?.value).toBe('');
  for (const each of [ann, other]) {
    const refused = await askAs(member, each, { procedure: 'profile.me' });
    expect(refused).toMatchObject({ status: 401, appCode: 'TOKEN_REVOKED' });
    expect(authHeaderOf(refused)).toBe('x-relogin-required');
    expect(await member.refresh(each.refreshToken)).toMatchObject({ appCode: 'TOKEN_REVOKED' });
  }
});

test('who has deactivated their account is seen nowhere, and everywhere again after a log-in', async () => {
  const { member } = started;
  const [ann, bob, cleo] = [await member.signUp(), await member.signUp(), await member.signUp()];
  await member.as(bob).follow.follow.mutate({ memberId: ann.id });
  await member.as(ann).follow.follow.mutate({ memberId: bob.id });
  await member.as(cleo).follow.follow.mutate({ memberId: bob.id });
  await member.as(cleo).mute.mute.mutate({ memberId: ann.id, until: null });
  const look = async () => ({
    profile: await member.anyone.profile.byHandle
      .query({ handle: ann.handle })
      .then(({ followerCount }) => followerCount)
      .catch((error: unknown) => Object(Object(error)['data'])['appCode']),
    byId: await member
      .as(bob)
      .profile.byId.query({ memberId: ann.id })
      .then(({ relation }) => relation?.following)
      .catch((error: unknown) => Object(Object(error)['data'])['appCode']),
    summaries: (await member.service.profile.summaries.query({ ids: [ann.id] })).length,
    followers: (await member.anyone.follow.followers.query({ memberId: bob.id })).items.length,
    followings: (await member.anyone.follow.followings.query({ memberId: bob.id })).items.length,
    counts: await member.anyone.profile.byId
      .query({ memberId: bob.id })
      .then(({ followerCount, followingCount }) => [followerCount, followingCount]),
    mutes: (await member.as(cleo).mute.list.query({})).items.length,
  });
  const before = await look();
  expect(before).toEqual({
    profile: 1,
    byId: true,
    summaries: 1,
    followers: 2,
    followings: 1,
    counts: [2, 1],
    mutes: 1,
  });

  await deactivate(ann);
  expect(await look()).toEqual({
    profile: 'MEMBER_NOT_FOUND',
    byId: 'MEMBER_NOT_FOUND',
    summaries: 0,
    followers: 1,
    followings: 0,
    counts: [1, 0],
    mutes: 0,
  });
  const newcomers = await member.as(cleo).recommendation.members.query({ limit: 20 });
  expect(newcomers.map(({ id }) => id)).not.toContain(ann.id);

  const back = await logIn(ann);
  expect(back).toMatchObject({ status: 200, data: { isReactivated: true } });
  expect(await look()).toEqual(before);
  expect(await logIn(ann)).toMatchObject({ data: { isReactivated: false } });
});

test('the handle and the e-mail address stay taken meanwhile', async () => {
  const { member } = started;
  const ann = await member.signUp();
  await deactivate(ann);
  await expect(member.signUp({ handle: ann.handle })).rejects.toThrow('HANDLE_TAKEN');
  await expect(member.signUp({ email: ann.email })).rejects.toThrow('EMAIL_TAKEN');
});

test('a wrong or missing password deactivates nothing and logs nobody out', async () => {
  const { member } = started;
  const ann = await member.signUp();
  expect(await deactivate(ann, { password: 'not my secret' })).toMatchObject({
    status: 401,
    appCode: 'CREDENTIALS_WRONG',
    fields: { password: 'wrong_password' },
  });
  for (const input of [{}, { password: null }]) {
    expect(await deactivate(ann, input)).toMatchObject({
      status: 400,
      fields: { password: 'required' },
    });
  }
  expect(await deactivate(ann, { memberId: ann.id })).toMatchObject({ status: 400 });
  const call = { procedure: 'account.deactivate', input: { password } };
  expect((await member.send(call)).appCode).toBe('UNAUTHENTICATED');
  expect((await askAs(member, ann, { procedure: 'profile.me' })).status).toBe(200);
  expect(await stateOf(ann)).toBeNull();
});

test('who has no password proves themselves by a log-in of the last ten minutes', async () => {
  const { member } = started;
  const [ann, bob] = [await member.signUp(), await member.signUp()];
  await member.deps.db.passwordCredential.deleteMany({
    where: { memberId: { in: [ann.id, bob.id] } },
  });
  expect((await deactivate(ann, {})).status).toBe(200);
  clock.advance(10 * minuteMs);
  expect(await deactivate(bob, {})).toMatchObject({ status: 403, appCode: 'SESSION_NOT_FRESH' });
  expect(await stateOf(bob)).toBeNull();
});

test('twice at the same time is once: one event, one mail that says until when', async () => {
  const { member, mailsTo } = started;
  const ann = await member.signUp({ language: 'en' });
  const answers = await Promise.all([deactivate(ann), deactivate(ann)]);
  expect(answers.map(({ status }) => status)).toContain(200);
  await logIn(ann);
  const rows = await member.deps.db.outbox.findMany({
    where: { key: ann.id },
    orderBy: { seq: 'asc' },
  });
  expect(rows.map((row) => (row.event as { type: string }).type)).toEqual([
    'member.signed_up',
    'member.deactivated',
    'member.reactivated',
  ]);
  const mails = (await mailsTo(ann.email)).filter(({ subject }) => /deactivated/.test(subject));
  expect(mails).toHaveLength(1);
  const year = new Date(clock.now().getTime() + 30 * dayMs).getUTCFullYear();
  expect(mails[0]?.text).toContain(String(year));
});

test('many log-ins at the same time bring the account back once', async () => {
  const { member } = started;
  const ann = await member.signUp();
  await deactivate(ann);
  const answers = await Promise.all([logIn(ann), logIn(ann), logIn(ann)]);
  expect(answers.map(({ status }) => status)).toEqual([200, 200, 200]);
  const flags = answers.map(({ data }) => (data as { isReactivated: boolean }).isReactivated);
  expect(flags.filter(Boolean)).toHaveLength(1);
});

test('a wrong password does not bring the account back, nor tell that there is one', async () => {
  const { member } = started;
  const ann = await member.signUp();
  await deactivate(ann);
  expect(await logIn(ann, 'not my secret')).toMatchObject({
    status: 401,
    appCode: 'CREDENTIALS_WRONG',
  });
  expect(await stateOf(ann)).not.toBeNull();
});

test('who has forgotten the password comes back by a mail and a log-in', async () => {
  const { member, tokenTo } = started;
  const ann = await member.signUp({ language: 'en' });
  await deactivate(ann);
  await member.send({ procedure: 'auth.requestPasswordReset', input: { email: ann.email } });
  const token = await tokenTo(ann.email, /new password/);
  const reset = { token, password: 'another long secret' };
  expect((await member.send({ procedure: 'auth.resetPassword', input: reset })).status).toBe(200);
  expect(await stateOf(ann)).not.toBeNull();
  expect(await logIn(ann, reset.password)).toMatchObject({ data: { isReactivated: true } });
});

test('after 30 days nobody comes back: before the erasure has run, who knows the password is told why, and a stranger nothing', async () => {
  const { member } = started;
  const [ann, bob] = [await member.signUp(), await member.signUp()];
  await deactivate(ann);
  await deactivate(bob);
  clock.advance(30 * dayMs - minuteMs);
  expect((await logIn(ann)).status).toBe(200);
  clock.advance(minuteMs);
  expect(await logIn(bob)).toMatchObject({ status: 403, appCode: 'MEMBER_ERASED' });
  const guess = await logIn(bob, 'not my secret');
  expect(guess).toMatchObject({ status: 401, appCode: 'CREDENTIALS_WRONG' });
  expect(await stateOf(bob)).not.toBeNull();
});

test('a disabled account is not brought back by a log-in, and is where it was when it is enabled', async () => {
  const { member } = started;
  const [admin, ann] = [await signUpAdmin(member), await member.signUp()];
  await deactivate(ann);
  const memberId = ann.id;
  const input = { memberId, reason: 'spam' };
  await callAs(member, admin, { procedure: 'admin.disable', input });
  expect((await logIn(ann)).appCode).toBe('MEMBER_DISABLED');
  const enabled = await callAs(member, admin, { procedure: 'admin.enable', input: { memberId } });
  expect(enabled.data).toMatchObject({ state: 'deactivated' });
  expect(await logIn(ann)).toMatchObject({ data: { isReactivated: true } });
});

test('the last admin cannot leave; one of two who leave at the same time stays', async () => {
  await using member = await startTestMember();
  const leave = (person: Person) =>
    callAs(member, person, { procedure: 'account.deactivate', input: { password } });
  const [one, other] = [await signUpAdmin(member), await signUpAdmin(member)];
  const answers = await Promise.all([leave(one), leave(other)]);
  expect(answers.map(({ status }) => status).toSorted((a, b) => a - b)).toEqual([200, 409]);
  const last = answers[0].status === 409 ? one : other;
  expect(await leave(last)).toMatchObject({ appCode: 'ADMIN_LAST' });
  expect((await askAs(member, last, { procedure: 'admin.members' })).status).toBe(200);
});
