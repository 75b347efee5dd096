import { afterAll, beforeAll, expect, test } from 'vitest';

import type { Mailer, OutgoingMail } from '../src/deps.ts';
import { claimsOf, dayMs } from './_harness.ts';
import { settle } from './_mail.ts';
import {
  account,
  errorIn,
  locationOf,
  type ProviderTest,
  startWithIssuer,
  type Wanderer,
} from './_provider.ts';

let site: ProviderTest;
beforeAll(async () => {
  site = await startWithIssuer();
});
afterAll(() => site[Symbol.asyncDispose]());

/** Who the browser is, as its next refresh tells. */
async function whoIs(browser: Wanderer) {
  const answer = await site.member.refresh(browser.cookies.get('__Host-refresh') ?? '');
  const { accessToken } = answer.data as { accessToken: string }; // the contract's TokenGrant
  const claims = claimsOf(accessToken);
  const person = { id: claims['sub'] ?? '', sessionId: claims['sid'] ?? '' };
  return { ...person, claims, me: await site.member.as(person).profile.me.query() };
}

test('who comes for the first time is a member, with a proven address and a handle of their name', async () => {
  const ann = account({ name: 'Jürgen Müller', email: 'Jurgen@Example.com' });
  site.issuer.add(ann);
  const browser = site.open();
  const answer = await browser.logIn(ann.sub, '/api/auth/google/start?next=%2Fp%2F1');
  expect(answer.status).toBe(303);
  expect(locationOf(answer)).toBe('/login/complete?next=%2Fp%2F1&new=1');
  const { id, me, claims } = await whoIs(browser);
  expect(me).toMatchObject({
    handle: 'jurgen_muller',
    displayName: 'Jürgen Müller',
    email: 'jurgen@example.com',
    emailVerified: true,
    roles: ['MEMBER'],
  });
  expect(claims['amr']).toEqual(['fed', 'google']);
  const events = await site.member.deps.db.outbox.findMany({ where: { key: id } });
  expect(events.map((row) => row.event)).toMatchObject([{ type: 'member.signed_up' }]);
  expect(await site.member.deps.db.passwordCredential.count({ where: { memberId: id } })).toBe(0);
});

test('the session travels in the strict cookie and nowhere else, and the transaction is gone', async () => {
  const ann = account();
  site.issuer.add(ann);
  const browser = site.open();
  const callback = await browser.begin('/api/auth/google/start', ann.sub);
  const transactions = [...browser.cookies.keys()].filter((name) => name.includes('provider-'));
  expect(transactions).toHaveLength(1);
  const answer = await browser.visit(callback);
  expect(answer.cookies.get('__Host-refresh')?.attributes).toEqual([
    'HttpOnly',
    expect.stringMatching(/^Max-Age=259(?:2000|19\d\d)$/),
    'Path=/',
    'SameSite=Strict',
    'Secure',
  ]);
  expect(answer.headers.get('authorization')).toBeNull();
  expect(answer.headers.get('cache-control')).toBe('no-store');
  expect(answer.headers.get('referrer-policy')).toBe('no-referrer');
  expect(answer.text).toBe('');
  expect([...browser.cookies.keys()]).toEqual(['__Host-refresh', 'signed-in']);
});

test('the transaction is kept where no script reads it, for ten minutes, sent along on the way back', async () => {
  const answer = await site.open().visit('/api/auth/google/start');
  const [[name, cookie] = ['', undefined]] = answer.cookies;
  expect(name).toMatch(/^__Host-provider-[\w-]{8}$/);
  expect(cookie?.attributes).toEqual([
    'HttpOnly',
    'Max-Age=600',
    'Path=/',
    'SameSite=Lax',
    'Secure',
  ]);
  const asked = new URL(locationOf(answer)).searchParams;
  expect(asked.get('code_challenge_method')).toBe('S256');
  for (const secret of ['state', 'nonce', 'code_challenge']) {
    expect(asked.get(secret)).toMatch(/^[\w-]{43}$/);
    expect(cookie?.value).not.toContain(asked.get(secret));
  }
});

test('who comes again is the same member, in a session of its own', async () => {
  const ann = account();
  site.issuer.add(ann);
  const [first, second] = [site.open(), site.open()];
  await first.logIn(ann.sub);
  const again = await second.logIn(ann.sub);
  expect(locationOf(again)).toBe('/login/complete?next=%2F');
  const [one, other] = [await whoIs(first), await whoIs(second)];
  expect(other.id).toBe(one.id);
  expect(other.sessionId).not.toBe(one.sessionId);
});

test('a subject is somebody only at its provider: the same name at two providers is two people', async () => {
  const ann = account();
  site.issuer.add(ann);
  const browser = site.open();
  await browser.logIn(ann.sub);
  // The address is taken, which shows that nobody was taken for Ann.
  expect(errorIn(await site.open().logIn(ann.sub, '/api/auth/oidc/start'))).toBe(
    'PROVIDER_EMAIL_TAKEN',
  );
});

test.each([
  { name: '김지윤', handle: /^member_\d+$/ },
  { name: 'Admin', handle: /^admin_\d+$/ },
  { name: 'x\u0007y', handle: /^x_y$/, displayName: 'x_y' },
  { name: 'N'.repeat(80), handle: /^n{24}$/, displayName: 'n'.repeat(24) },
])(
  'of the name $name comes a handle that is free and fit',
  async ({ name, handle, displayName }) => {
    const ann = account({ name });
    site.issuer.add(ann);
    const browser = site.open();
    await browser.logIn(ann.sub);
    const { me } = await whoIs(browser);
    expect(me.handle).toMatch(handle);
    expect(me.displayName).toBe(displayName ?? name);
  },
);

test('a handle that somebody has, or gave up lately, goes to nobody else', async () => {
  const bob = await site.member.signUp({ handle: 'bob_lee' });
  await site.member.as(bob).profile.changeHandle.mutate({ handle: 'bobby_lee' });
  const [one, other] = [account({ name: 'Bob Lee' }), account({ name: 'Bobby Lee' })];
  for (const newcomer of [one, other]) {
    site.issuer.add(newcomer);
    const browser = site.open();
    await browser.logIn(newcomer.sub);
    expect((await whoIs(browser)).me.handle).toMatch(/^bobb?y?_lee_\d+$/);
  }
});

test('of many first visits of one person at once, all lead to one account', async () => {
  const ann = account({ name: 'Ann at once' });
  site.issuer.add(ann);
  const browsers = Array.from({ length: 6 }, () => site.open());
  const callbacks = await Promise.all(
    browsers.map((browser) => browser.begin('/api/auth/google/start', ann.sub)),
  );
  const answers = await Promise.all(
    browsers.map((browser, index) => browser.visit(callbacks[index] ?? '')),
  );
  expect(answers.map(errorIn)).toEqual(Array(6).fill(null));
  const people = await Promise.all(browsers.map(whoIs));
  expect(new Set(people.map(({ id }) => id)).size).toBe(1);
  const email = ann.email ?? '';
  expect(await site.member.deps.db.member.count({ where: { email } })).toBe(1);
  const isNew = answers.filter((answer) => locationOf(answer).includes('new=1'));
  expect(isNew).toHaveLength(1);
});

test('of many people with one name at once, each gets an account and a handle', async () => {
  const people = Array.from({ length: 5 }, () => account({ name: 'Kim Min' }));
  const browsers = people.map((person) => {
    site.issuer.add(person);
    return { person, browser: site.open() };
  });
  const answers = await Promise.all(
    browsers.map(({ browser, person }) => browser.logIn(person.sub)),
  );
  expect(answers.map(errorIn)).toEqual(Array(5).fill(null));
  const known = await Promise.all(browsers.map(({ browser }) => whoIs(browser)));
  expect(new Set(known.map(({ me }) => me.handle)).size).toBe(5);
});

test('a disabled member is told so, and gets no session', async () => {
  const ann = account();
  site.issuer.add(ann);
  const browser = site.open();
  await browser.logIn(ann.sub);
  const { id } = await whoIs(browser);
  const { db } = site.member.deps;
  await db.member.update({ where: { id }, data: { disabledAt: new Date() } });
  const again = site.open();
  const answer = await again.logIn(ann.sub);
  expect(locationOf(answer)).toBe('/login?error=MEMBER_DISABLED');
  expect(again.cookies.size).toBe(0);
  expect(await db.refreshToken.count({ where: { memberId: id } })).toBe(1);
});

test('a deactivated member comes back by a provider as by a password, and is told; after 30 days they are told that it is too late', async () => {
  const ann = account();
  site.issuer.add(ann);
  const browser = site.open();
  await browser.logIn(ann.sub);
  const { id } = await whoIs(browser);
  const { db } = site.member.deps;
  const deactivate = (deactivatedAt: Date) =>
    db.member.update({ where: { id }, data: { deactivatedAt } });
  await deactivate(new Date());
  const back = await site.open().logIn(ann.sub);
  expect(locationOf(back)).toBe('/login/complete?next=%2F&reactivated=1');
  expect(await db.member.findUnique({ where: { id } })).toMatchObject({ deactivatedAt: null });
  expect(locationOf(await site.open().logIn(ann.sub))).toBe('/login/complete?next=%2F');

  await deactivate(new Date(Date.now() - 30 * dayMs));
  const late = site.open();
  expect(locationOf(await late.logIn(ann.sub))).toBe('/login?error=MEMBER_ERASED');
  expect(late.cookies.size).toBe(0);
});

test('a log-in from a device not seen before is told by mail, a sign-up is not', async () => {
  const mails: OutgoingMail[] = [];
  const mailer: Mailer = { send: async (mail) => void mails.push(mail) };
  await using other = await startWithIssuer({ overrides: { mailer } });
  const ann = account();
  other.issuer.add(ann);
  await other.open().logIn(ann.sub);
  await settle(other.member);
  expect(mails).toEqual([]);
  const browser = other.open();
  const callback = await browser.begin('/api/auth/google/start', ann.sub);
  await browser.visit(callback, {
    'user-agent': 'Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0',
  });
  await settle(other.member);
  expect(mails).toMatchObject([{ to: ann.email, subject: 'A log-in from a new device' }]);
});

test('an issuer that tells the address only when asked is asked', async () => {
  await using other = await startWithIssuer({ claimsIn: 'userinfo' });
  const ann = account({ name: 'Asked Ann' });
  other.issuer.add(ann);
  const answer = await other.open().logIn(ann.sub);
  expect(errorIn(answer)).toBeNull();
  const made = await other.member.deps.db.member.findUniqueOrThrow({
    where: { email: ann.email ?? '' },
  });
  expect(made).toMatchObject({ handle: 'asked_ann', displayName: 'Asked Ann' });
});

test('two tabs log in at once without disturbing each other', async () => {
  const [ann, bob] = [account(), account()];
  site.issuer.add(ann);
  site.issuer.add(bob);
  const browser = site.open();
  const one = await browser.begin('/api/auth/google/start?next=%2Fp%2F1', ann.sub);
  const other = await browser.begin('/api/auth/google/start?next=%2Fp%2F2', ann.sub);
  expect(locationOf(await browser.visit(one))).toContain('next=%2Fp%2F1');
  expect(locationOf(await browser.visit(other))).toContain('next=%2Fp%2F2');
});

test('a browser keeps no more than four transactions', async () => {
  const browser = site.open();
  for (let count = 0; count < 7; count += 1) await browser.visit('/api/auth/google/start');
  expect(browser.cookies.size).toBe(4);
});
