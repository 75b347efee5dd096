import type { AdminActionPage, AdminMember, AdminMemberPage } from '@dailyfeed/contract/admin';
import { afterAll, beforeAll, expect, test, vi } from 'vitest';

import { askAs, callAs, signUpAdmin } from './_admin.ts';
import { createSecrets, password, type Person, startTestMember } from './_harness.ts';
import { authHeaderOf } from './_http.ts';
import { type MailTest, startWithMails } from './_mail.ts';

/** Who verifies asks every 5 s: what they know sooner they were told. */
const toldMs = 4500;
const waiting = { timeout: 15_000, interval: 10 };

let started: MailTest;
let admin: Person;
beforeAll(async () => {
  started = await startWithMails();
  admin = await signUpAdmin(started.member);
});
afterAll(() => started.member[Symbol.asyncDispose]());

const disable = (person: { id: string }, by: Person = admin, reason = 'spam, again') =>
  callAs(started.member, by, {
    procedure: 'admin.disable',
    input: { memberId: person.id, reason },
  });
const enable = (person: { id: string }, by: Person = admin) =>
  callAs(started.member, by, { procedure: 'admin.enable', input: { memberId: person.id } });
const members = async (input: object): Promise<AdminMemberPage> => {
  const { data } = await askAs(started.member, admin, { procedure: 'admin.members', input });
  return data as AdminMemberPage; // the procedure's output
};
const logIn = (person: Person) =>
  started.member.send({ procedure: 'auth.logIn', input: { email: person.email, password } });

test('members are found by a part of their handle, name or e-mail address, as it is written', async () => {
  const { member } = started;
  const tag = `q${Date.now()}`;
  const ann = await member.signUp({ handle: `${tag}_ann`, displayName: 'Ännchen 100%' });
  const bob = await member.signUp({ handle: `${tag}xann`, displayName: `${tag} BOB` });
  const idsOf = async (input: object) => (await members(input)).items.map(({ id }) => id);
  expect(await idsOf({ query: `${tag.toUpperCase()}_A` })).toEqual([ann.id]);
  expect(await idsOf({ query: `${tag} bob` })).toEqual([bob.id]);
  expect(await idsOf({ query: bob.email.toUpperCase() })).toEqual([bob.id]);
  expect(await idsOf({ query: ` ${tag} ` })).toEqual([bob.id, ann.id]);
  expect(await idsOf({ query: `${tag}%` })).toEqual([]);
  expect(await idsOf({ query: 'ännchen 100%' })).toEqual([ann.id]);
});

test('the list has e-mail addresses, roles and states, goes on by cursor and filters by state', async () => {
  const { member } = started;
  const tag = `s${Date.now()}`;
  const people = [];
  for (const name of ['a', 'b', 'c']) people.push(await member.signUp({ handle: `${tag}${name}` }));
  const [a, b, c] = people;
  await disable({ id: b?.id ?? '' });
  const first = await members({ query: tag, limit: 2 });
  expect(first.items.map(({ id, state }) => [id, state])).toEqual([
    [c?.id, 'active'],
    [b?.id, 'disabled'],
  ]);
  expect(first.items[0]).toMatchObject({
    email: c?.email,
    roles: ['MEMBER'],
    emailVerified: false,
  });
  expect(first.items[0]?.lastSeenAt).not.toBeNull();
  const rest = await members({ query: tag, limit: 2, cursor: first.nextCursor });
  expect(rest).toMatchObject({ items: [{ id: a?.id }], nextCursor: null });
  expect((await members({ query: tag, state: 'disabled' })).items).toMatchObject([{ id: b?.id }]);
  expect((await members({ query: tag, state: 'active' })).items).toHaveLength(2);
  expect((await members({ query: tag, state: 'deactivated' })).items).toEqual([]);
});

test('a disabled member is logged out everywhere at once and cannot refresh or log in', async () => {
  const { member } = started;
  const ann = await member.signUp();
  expect(await disable(ann)).toMatchObject({ status: 200, data: { state: 'disabled' } });
  const refused = await askAs(member, ann, { procedure: 'profile.me' });
  expect(refused).toMatchObject({ status: 401, appCode: 'TOKEN_REVOKED' });
  expect(authHeaderOf(refused)).toBe('x-relogin-required');
  const refresh = await member.refresh(ann.refreshToken);
  expect(refresh).toMatchObject({ status: 401, appCode: 'TOKEN_REVOKED' });
  expect(authHeaderOf(refresh)).toBe('x-relogin-required');
  expect(await logIn(ann)).toMatchObject({ status: 403, appCode: 'MEMBER_DISABLED' });
});

test('another process refuses a disabled member before it would ask', async () => {
  const secrets = createSecrets();
  await using member = await startTestMember(secrets);
  await using other = await startTestMember({
    ...secrets,
    MEMBER_DATABASE_URL: member.databaseUrl,
  });
  const boss = await signUpAdmin(member);
  const statusOf = async (person: Person): Promise<number> =>
    (await askAs(other, person, { procedure: 'profile.me' })).status;
  const disabledMs = async (person: Person): Promise<number> => {
    const start = performance.now();
    const input = { memberId: person.id, reason: 'spam' };
    await callAs(member, boss, { procedure: 'admin.disable', input });
    await vi.waitFor(async () => expect(await statusOf(person)).toBe(401), waiting);
    return performance.now() - start;
  };
  const [ann, bob] = [await member.signUp(), await member.signUp()];
  expect([await statusOf(ann), await statusOf(bob)]).toEqual([200, 200]);
  await disabledMs(ann);
  // Had it only asked, it did so a moment ago.
  expect(await disabledMs(bob)).toBeLessThan(toldMs);
});

test('enabling brings everything back but the sessions', async () => {
  const { member } = started;
  const [ann, bob] = [await member.signUp(), await member.signUp()];
  await member.as(bob).follow.follow.mutate({ memberId: ann.id });
  await disable(ann);
  await expect(member.anyone.profile.byId.query({ memberId: ann.id })).rejects.toMatchObject({
    data: { appCode: 'MEMBER_NOT_FOUND' },
  });
  expect(await enable(ann)).toMatchObject({ status: 200, data: { state: 'active' } });
  expect((await member.refresh(ann.refreshToken)).status).toBe(401);
  expect((await logIn(ann)).status).toBe(200);
  const profile = await member.anyone.profile.byId.query({ memberId: ann.id });
  expect(profile.followerCount).toBe(1);
});

test('again, and twice at the same time, is once: one event, one mail, one line in the log', async () => {
  const { member, mailsTo } = started;
  const ann = await member.signUp({ language: 'en' });
  const both = await Promise.all([disable(ann), disable(ann)]);
  expect(both.map(({ status }) => status)).toEqual([200, 200]);
  await disable(ann);
  await Promise.all([enable(ann), enable(ann)]);
  const subjects = (await mailsTo(ann.email)).map(({ subject }) => subject);
  expect(subjects.filter((subject) => /disabled|works again/.test(subject))).toEqual([
    'Your account was disabled',
    'Your account works again',
  ]);
  const rows = await member.deps.db.outbox.findMany({ where: { key: ann.id } });
  const types = rows.map((row) => (row.event as { type: string }).type); // an envelope
  expect(types.filter((type) => /abled/.test(type))).toEqual(['member.disabled', 'member.enabled']);
  expect(await actionsOn(ann)).toMatchObject([
    { kind: 'ENABLED', reason: '', actor: { id: admin.id } },
    { kind: 'DISABLED', reason: 'spam, again', actor: { id: admin.id, handle: admin.handle } },
  ]);
});

test('the member reads the reason in the mail', async () => {
  const ann = await started.member.signUp({ language: 'ko' });
  await disable(ann, admin, '<b>광고</b>를 되풀이했어요');
  const mails = await started.mailsTo(ann.email);
  const mail = mails.find(({ subject }) => subject.includes('중지'));
  expect(mail?.text).toContain('<b>광고</b>를 되풀이했어요');
  expect(mail?.html).not.toContain('<b>광고');
});

test('nobody disables themselves, and of two admins who disable each other at once one stays', async () => {
  const { member } = started;
  expect(await disable(admin)).toMatchObject({ status: 400, appCode: 'DISABLE_SELF' });
  const [one, other] = [await signUpAdmin(member), await signUpAdmin(member)];
  const answers = await Promise.all([disable(other, one), disable(one, other)]);
  expect(answers.filter(({ status }) => status === 200)).toHaveLength(1);
  const rows = await member.deps.db.member.findMany({ where: { id: { in: [one.id, other.id] } } });
  expect(rows.filter(({ disabledAt }) => disabledAt !== null)).toHaveLength(1);
});

test('a log-in that comes at the same time does not outlive the disabling', async () => {
  const { member } = started;
  for (let round = 0; round < 5; round += 1) {
    const ann = await member.signUp();
    await Promise.all([logIn(ann), disable(ann)]);
    const alive = { memberId: ann.id, endedAt: null };
    expect(await member.deps.db.refreshToken.count({ where: alive })).toBe(0);
  }
});

test('bad input is named and changes nothing; nobody and nothing are not found', async () => {
  const { member } = started;
  const ann = await member.signUp();
  expect(await disable(ann, admin, '  ')).toMatchObject({
    status: 400,
    fields: { reason: 'required' },
  });
  expect(await disable(ann, admin, 'x'.repeat(501))).toMatchObject({
    status: 400,
    fields: { reason: 'too_long' },
  });
  const nobody = { id: '0190c1f2-0000-7000-8000-00000000000a' };
  expect(await disable(nobody)).toMatchObject({ status: 404, appCode: 'MEMBER_NOT_FOUND' });
  expect(await enable(nobody)).toMatchObject({ status: 404, appCode: 'MEMBER_NOT_FOUND' });
  expect(await enable({ id: 'x' })).toMatchObject({ status: 400 });
  const odd = await askAs(member, admin, {
    procedure: 'admin.members',
    input: { state: 'odd', query: 'x'.repeat(101) },
  });
  expect(odd).toMatchObject({ fields: { state: 'invalid', query: 'too_long' } });
  const foreign = await askAs(member, admin, {
    procedure: 'admin.members',
    input: { cursor: 'abc' },
  });
  expect(foreign).toMatchObject({ status: 400, appCode: 'CURSOR_INVALID' });
  const found: AdminMember | undefined = (await members({ query: ann.handle })).items[0];
  expect(found?.state).toBe('active');
});

async function actionsOn(person: Person): Promise<AdminActionPage['items']> {
  const answer = await askAs(started.member, admin, { procedure: 'admin.actions' });
  const { items } = answer.data as AdminActionPage; // the procedure's output
  return items.filter((item) => item.member.id === person.id);
}
