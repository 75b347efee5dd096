import { afterAll, beforeAll, expect, test } from 'vitest';

import type { Mailer, OutgoingMail } from '../src/deps.ts';
import { createClock, minuteMs, password, type Person, toPerson } from './_harness.ts';
import { settle, tokenIn } from './_mail.ts';
import { codeOf } from './_outcomes.ts';
import { account, errorIn, locationOf, type ProviderTest, startWithIssuer } from './_provider.ts';

let site: ProviderTest;
const clock = createClock();
const mails: OutgoingMail[] = [];
beforeAll(async () => {
  const mailer: Mailer = { send: async (mail) => void mails.push(mail) };
  site = await startWithIssuer({ overrides: { mailer, now: clock.now } });
});
afterAll(() => site[Symbol.asyncDispose]());

/** The browser in which a member has logged in by password. */
function browserOf(person: Person) {
  const browser = site.open();
  browser.cookies.set('__Host-refresh', person.refreshToken);
  return browser;
}

async function startOf(person: Person, provider: 'google' | 'oidc' = 'google'): Promise<string> {
  return (await site.member.as(person).auth.link.mutate({ provider })).path;
}

async function link(person: Person, sub: string, provider: 'google' | 'oidc' = 'google') {
  return browserOf(person).logIn(sub, await startOf(person, provider));
}

const mineOf = async (person: Person) => (await site.member.as(person).auth.providers.query()).mine;

/** Somebody who signed up by Google: no password. */
async function signUpByGoogle() {
  const ann = account();
  site.issuer.add(ann);
  const browser = site.open();
  await browser.logIn(ann.sub);
  const refreshToken = browser.cookies.get('__Host-refresh') ?? '';
  const { db } = site.member.deps;
  const { id, handle, email } = await db.member.findUniqueOrThrow({
    where: { email: ann.email ?? '' },
  });
  const { id: sessionId } = await db.refreshToken.findFirstOrThrow({ where: { memberId: id } });
  const person: Person = { id, handle, email, sessionId, accessToken: '', refreshToken };
  return { person, browser, sub: ann.sub };
}

async function subjectsTo(email: string): Promise<string[]> {
  await settle(site.member);
  return mails.filter((mail) => mail.to === email).map((mail) => mail.subject);
}

test('a member links a provider, logs in by it, and is told of it by mail', async () => {
  const ann = await site.member.signUp();
  const theirs = account();
  site.issuer.add(theirs);
  const answer = await link(ann, theirs.sub);
  expect(locationOf(answer)).toBe('/settings/account?linked=google');
  expect(answer.cookies.has('__Host-refresh')).toBe(false);
  expect(await mineOf(ann)).toMatchObject({
    hasPassword: true,
    linked: [{ id: 'google', name: 'Google', email: theirs.email }],
  });
  expect(await subjectsTo(ann.email)).toContain('Google was linked to your account');

  const browser = site.open();
  expect(errorIn(await browser.logIn(theirs.sub))).toBeNull();
  const refreshed = await site.member.refresh(browser.cookies.get('__Host-refresh') ?? '');
  expect(refreshed.status).toBe(200);
  expect(await site.member.deps.db.refreshToken.count({ where: { memberId: ann.id } })).toBe(2);
});

test('everyone learns which ways in there are, and only a member which are theirs', async () => {
  expect(await site.member.anyone.auth.providers.query()).toEqual({
    acceptsPassword: true,
    external: [
      { id: 'google', name: 'Google' },
      { id: 'oidc', name: 'Acme' },
    ],
    mine: null,
  });
});

test('the start address is good once, for five minutes, in the session that asked', async () => {
  const [ann, mallory] = [await site.member.signUp(), await site.member.signUp()];
  const path = await startOf(ann);
  const refusal = 'PROVIDER_TRANSACTION_INVALID';
  const visit = async (browser: ReturnType<typeof site.open>, address: string) =>
    locationOf(await browser.visit(address));
  const refused = `/settings/account?error=${refusal}`;
  // Lured to it, somebody else would link their own account to Ann's.
  expect(await visit(browserOf(mallory), path)).toBe(refused);
  expect(await visit(site.open(), path)).toBe(refused);
  expect(await visit(browserOf(ann), path.replace('/google/', '/oidc/'))).toBe(refused);
  expect(await visit(browserOf(ann), `${path}x`)).toBe(refused);

  expect(await visit(browserOf(ann), path)).toContain(site.issuer.url);
  expect(await visit(browserOf(ann), path)).toBe(refused);

  const late = await startOf(ann);
  clock.advance(6 * minuteMs);
  expect(await visit(browserOf(ann), late)).toBe(refused);
});

test('a session that ended meanwhile links nothing', async () => {
  const ann = await site.member.signUp();
  const theirs = account();
  site.issuer.add(theirs);
  const browser = browserOf(ann);
  const callback = await browser.begin(await startOf(ann), theirs.sub);
  await site.member.as(ann).auth.logOutEverywhere.mutate();
  expect(locationOf(await browser.visit(callback))).toBe(
    '/settings/account?error=PROVIDER_TRANSACTION_INVALID',
  );
  expect(await mineOf(ann)).toMatchObject({ linked: [] });
});

test("what is another member's cannot be linked, nor a second account of one provider", async () => {
  const [ann, bob] = [await site.member.signUp(), await site.member.signUp()];
  const [one, other] = [account(), account()];
  site.issuer.add(one);
  site.issuer.add(other);
  await link(ann, one.sub);
  expect(errorIn(await link(bob, one.sub))).toBe('PROVIDER_LINKED_ELSEWHERE');
  expect(await mineOf(bob)).toMatchObject({ linked: [] });
  await expect(startOf(ann)).rejects.toMatchObject({ data: { appCode: 'PROVIDER_LINKED' } });
});

test('of two who link one account at once, one gets it; twice the same member is once', async () => {
  const [ann, bob] = [await site.member.signUp(), await site.member.signUp()];
  const theirs = account();
  site.issuer.add(theirs);
  const people = [ann, bob, ann, bob];
  const ready = await Promise.all(
    people.map(async (person) => {
      const browser = browserOf(person);
      return { browser, callback: await browser.begin(await startOf(person), theirs.sub) };
    }),
  );
  const errors = (
    await Promise.all(ready.map(({ browser, callback }) => browser.visit(callback)))
  ).map(errorIn);
  expect(errors.filter((code) => code === null)).toHaveLength(2);
  expect(errors.filter((code) => code === 'PROVIDER_LINKED_ELSEWHERE')).toHaveLength(2);
  const rows = await site.member.deps.db.linkedIdentity.findMany({
    where: { subject: theirs.sub },
  });
  expect(rows).toHaveLength(1);
  const told = [...(await subjectsTo(ann.email)), ...(await subjectsTo(bob.email))];
  expect(told.filter((subject) => /was linked/.test(subject))).toHaveLength(1);
});

test('who unlinks is told, cannot log in so any more, and sessions made so end', async () => {
  const ann = await site.member.signUp();
  const theirs = account();
  site.issuer.add(theirs);
  await link(ann, theirs.sub);
  const elsewhere = site.open();
  await elsewhere.logIn(theirs.sub);
  const api = site.member.as(ann).auth;
  await api.unlink.mutate({ provider: 'google' });
  // Once more is no error.
  await api.unlink.mutate({ provider: 'google' });
  expect(await mineOf(ann)).toMatchObject({ linked: [] });
  const told = (await subjectsTo(ann.email)).filter((subject) => /was unlinked/.test(subject));
  expect(told).toHaveLength(1);
  const ended = await site.member.refresh(elsewhere.cookies.get('__Host-refresh') ?? '');
  expect(ended.appCode).toBe('TOKEN_REVOKED');
  expect((await site.member.refresh(ann.refreshToken)).status).toBe(200);
  // Whoever comes by that account from here on is somebody else.
  expect(errorIn(await site.open().logIn(theirs.sub))).toBeNull();
  expect(await site.member.deps.db.member.count({ where: { email: theirs.email ?? '' } })).toBe(1);
});

test('a log-in at the very moment of unlinking leaves no session behind', async () => {
  const ann = await site.member.signUp();
  const theirs = account();
  site.issuer.add(theirs);
  await link(ann, theirs.sub);
  const ready = await Promise.all(
    Array.from({ length: 4 }, async () => {
      const browser = site.open();
      const callback = await browser.begin('/api/auth/google/start', theirs.sub);
      return () => browser.visit(callback);
    }),
  );
  const unlink = site.member.as(ann).auth.unlink.mutate({ provider: 'google' });
  await Promise.all([unlink, ...ready.map((visit) => visit())]);
  const { db } = site.member.deps;
  const live = { memberId: ann.id, amr: { has: 'google' }, endedAt: null };
  expect(await db.refreshToken.count({ where: live })).toBe(0);
  expect(await db.linkedIdentity.count({ where: { memberId: ann.id } })).toBe(0);
});

test('the only way in stays, until there is another', async () => {
  const { person } = await signUpByGoogle();
  const api = site.member.as(person).auth;
  const refusal = { data: { appCode: 'PROVIDER_LAST_WAY_IN', httpStatus: 409 } };
  await expect(api.unlink.mutate({ provider: 'google' })).rejects.toMatchObject(refusal);
  expect(await mineOf(person)).toMatchObject({ hasPassword: false, linked: [{ id: 'google' }] });

  const other = account();
  site.issuer.add(other);
  expect(errorIn(await link(person, other.sub, 'oidc'))).toBeNull();
  // At once, each would take the other for the way that remains.
  const outcomes = await Promise.allSettled([
    api.unlink.mutate({ provider: 'google' }),
    api.unlink.mutate({ provider: 'oidc' }),
  ]);
  const refused = outcomes.flatMap((each) => (each.status === 'rejected' ? [each.reason] : []));
  expect(refused.map(codeOf)).toEqual(['PROVIDER_LAST_WAY_IN']);
  expect((await mineOf(person))?.linked).toHaveLength(1);
});

test('a member without a password sets one by mail, and may unlink then', async () => {
  const { person } = await signUpByGoogle();
  const wrong = { currentPassword: 'anything', newPassword: password };
  const change = site.member.as(person).auth.changePassword.mutate(wrong);
  await expect(change).rejects.toMatchObject({ data: { appCode: 'CREDENTIALS_WRONG' } });

  await site.member.anyone.auth.requestPasswordReset.mutate({ email: person.email });
  await settle(site.member);
  const token = tokenIn(mails.filter((mail) => mail.to === person.email).at(-1)?.text ?? '');
  await site.member.anyone.auth.resetPassword.mutate({ token, password });
  const input = { email: person.email, password };
  const again = toPerson(await site.member.send({ procedure: 'auth.logIn', input }));
  expect(await mineOf(again)).toMatchObject({ hasPassword: true, linked: [{ id: 'google' }] });
  await site.member.as(again).auth.unlink.mutate({ provider: 'google' });
});

test('an address somebody has already is taken over by nobody, and linking is the way', async () => {
  const ann = await site.member.signUp();
  const theirs = account({ email: ann.email.toUpperCase() });
  site.issuer.add(theirs);
  expect(errorIn(await site.open().logIn(theirs.sub))).toBe('PROVIDER_EMAIL_TAKEN');
  expect(await mineOf(ann)).toMatchObject({ linked: [] });
  await link(ann, theirs.sub);
  // The provider has seen Ann read the very address.
  expect((await site.member.as(ann).profile.me.query()).emailVerified).toBe(true);
});

test('a linked account of another address, proven or not, says nothing of the address here', async () => {
  const ann = await site.member.signUp();
  const theirs = account({ email: ann.email, email_verified: false });
  site.issuer.add(theirs);
  expect(errorIn(await link(ann, theirs.sub))).toBeNull();
  expect((await site.member.as(ann).profile.me.query()).emailVerified).toBe(false);
});

test('who proves an address by mail takes an account over without the ways in of its maker', async () => {
  const mallory = await site.member.signUp();
  const theirs = account();
  site.issuer.add(theirs);
  await link(mallory, theirs.sub);
  // The mail is read by the owner of the address, who never signed up.
  await site.member.anyone.auth.requestPasswordReset.mutate({ email: mallory.email });
  await settle(site.member);
  const reset = mails.filter((mail) => mail.subject === 'Set a new password').at(-1);
  const token = tokenIn(reset?.text ?? '');
  await site.member.anyone.auth.resetPassword.mutate({ token, password: `${password}!` });
  expect(await mineOf(mallory)).toMatchObject({ linked: [] });
});

test('nobody links or unlinks without a session, or a provider that there is not', async () => {
  const ann = await site.member.signUp();
  for (const procedure of ['auth.link', 'auth.unlink']) {
    const input = { provider: 'google' };
    expect(await site.member.send({ procedure, input })).toMatchObject({
      status: 401,
      appCode: 'UNAUTHENTICATED',
    });
    const headers = { authorization: `Bearer ${ann.accessToken}` };
    const unknown = { procedure, input: { provider: 'facebook' }, headers };
    expect(await site.member.send(unknown)).toMatchObject({
      status: 400,
      fields: { provider: 'invalid' },
    });
  }
});
