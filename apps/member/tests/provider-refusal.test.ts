import { Writable } from 'node:stream';

import { createLog } from '@dailyfeed/service-kit/log';
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest';

import { createOidcProvider } from '../src/clients/oidc-provider.ts';
import type { Forgery } from '../src/testing-issuer.ts';
import { createClock, minuteMs, origin } from './_harness.ts';
import { account, errorIn, locationOf, type ProviderTest, startWithIssuer } from './_provider.ts';

let site: ProviderTest;
const clock = createClock();
beforeAll(async () => {
  site = await startWithIssuer({ overrides: { now: clock.now } });
});
afterEach(async () => {
  site.issuer.behave('well');
  const { member, refreshToken, linkedIdentity } = site.member.deps.db;
  const counts = [member.count(), refreshToken.count(), linkedIdentity.count()];
  if ((await Promise.all(counts)).some((count) => count > 0)) {
    throw new Error('What was refused has changed something');
  }
});
afterAll(() => site[Symbol.asyncDispose]());

const past = Math.floor(Date.now() / 1000) - 3600;
test.each<{ lie: string; forgery: Forgery }>([
  { lie: 'is signed by a stranger', forgery: { signedBy: 'a stranger' } },
  { lie: 'answers another question', forgery: { claims: { nonce: 'x'.repeat(43) } } },
  { lie: 'is of another issuer', forgery: { claims: { iss: 'https://evil.example' } } },
  { lie: 'is for another site', forgery: { claims: { aud: 'somebody-else' } } },
  { lie: 'has expired', forgery: { claims: { exp: past } } },
])('a token that $lie proves nothing', async ({ forgery }) => {
  const ann = account();
  site.issuer.add(ann);
  const browser = site.open();
  const callback = await browser.begin('/api/auth/google/start?next=%2Fp%2F1', ann.sub);
  site.issuer.behave(forgery);
  const answer = await browser.visit(callback);
  expect(answer.status).toBe(303);
  expect(locationOf(answer)).toBe('/login?error=PROVIDER_ANSWER_INVALID&next=%2Fp%2F1');
  expect(browser.cookies.size).toBe(0);
});

test.each(['away', 'failing'] as const)(
  'an issuer that is %s is told, and log-in goes on when it is back',
  async (how) => {
    await using fresh = await startWithIssuer();
    fresh.issuer.behave(how);
    const started = await fresh.open().visit('/api/auth/google/start');
    expect(errorIn(started)).toBe('PROVIDER_UNAVAILABLE');

    fresh.issuer.behave('well');
    const ann = account();
    fresh.issuer.add(ann);
    const browser = fresh.open();
    const callback = await browser.begin('/api/auth/google/start', ann.sub);
    fresh.issuer.behave(how);
    expect(errorIn(await browser.visit(callback))).toBe('PROVIDER_UNAVAILABLE');
    fresh.issuer.behave('well');
    expect(errorIn(await browser.logIn(ann.sub))).toBeNull();
  },
);

test('an issuer that does not answer is waited for so long and no longer', async () => {
  const { issuer } = site;
  issuer.behave('silent');
  const provider = createOidcProvider({
    id: 'google',
    name: 'Google',
    issuer: issuer.url,
    clientId: issuer.clientId,
    clientSecret: issuer.clientSecret,
    log: createLog('test', { level: 'silent' }),
    now: clock.now,
    timeoutSeconds: 0.2,
  });
  const request = { redirectUri: origin, state: 's', nonce: 'n', codeVerifier: 'v'.repeat(43) };
  await expect(provider.begin(request)).rejects.toMatchObject({ code: 'PROVIDER_UNAVAILABLE' });
});

test('who thinks better of it at the provider is back at log-in', async () => {
  const browser = site.open();
  const answer = await browser.visit(await browser.begin('/api/auth/google/start', ''));
  expect(locationOf(answer)).toBe('/login?error=PROVIDER_CANCELLED');
});

const email = 'somebody@example.com';
test.each([
  { told: { email, email_verified: false }, code: 'PROVIDER_EMAIL_UNVERIFIED' },
  { told: { email }, code: 'PROVIDER_EMAIL_UNVERIFIED' },
  { told: {}, code: 'PROVIDER_EMAIL_MISSING' },
  { told: { email: 'no address', email_verified: true }, code: 'PROVIDER_EMAIL_MISSING' },
])('without a proven address nobody is made: $told', async ({ told, code }) => {
  const { sub } = account();
  site.issuer.add({ sub, ...told });
  expect(errorIn(await site.open().logIn(sub))).toBe(code);
});

test('a callback is good once, in the browser it began in, for ten minutes', async () => {
  const browser = site.open();
  // The answer itself is a refusal, so that nothing is made; it is judged only when all else is right.
  const begin = () => browser.begin('/api/auth/google/start', '');
  const held = () => new Map(browser.cookies);
  const visit = async (callback: string, cookies: Map<string, string>) => {
    const other = site.open();
    for (const [name, value] of cookies) other.cookies.set(name, value);
    return errorIn(await other.visit(callback));
  };
  const first = await begin();
  const cookies = held();
  const [[name = '', value = ''] = []] = cookies;

  expect(await visit(first, new Map())).toBe('PROVIDER_TRANSACTION_INVALID');
  // Not at its end, where some letters stand for the same bits.
  const at = value.length - 10;
  const changed = value.slice(0, at) + (value[at] === 'A' ? 'B' : 'A') + value.slice(at + 1);
  expect(await visit(first, new Map([[name, changed]]))).toBe('PROVIDER_TRANSACTION_INVALID');
  const elsewhere = site.open();
  await elsewhere.visit('/api/auth/google/start');
  const foreign = [...elsewhere.cookies.values()][0] ?? '';
  expect(await visit(first, new Map([[name, foreign]]))).toBe('PROVIDER_TRANSACTION_INVALID');
  const plain = new Map([[name.replace('__Host-', ''), value]]);
  expect(await visit(first, plain)).toBe('PROVIDER_TRANSACTION_INVALID');
  // Begun at one provider, answered at the address of another.
  const mixedUp = first.replace('/google/', '/oidc/');
  expect(await visit(mixedUp, cookies)).toBe('PROVIDER_TRANSACTION_INVALID');
  const stateless = first.replace(/state=[^&]*/, 'state=');
  expect(await visit(stateless, cookies)).toBe('PROVIDER_TRANSACTION_INVALID');

  expect(await visit(first, cookies)).toBe('PROVIDER_CANCELLED');
  expect(await visit(first, cookies)).toBe('PROVIDER_TRANSACTION_INVALID');

  const late = await begin();
  clock.advance(11 * minuteMs);
  expect(await visit(late, held())).toBe('PROVIDER_TRANSACTION_INVALID');
});

test('of one callback sent many times at once, one is judged', async () => {
  const browser = site.open();
  const callback = await browser.begin('/api/auth/google/start', '');
  const errors = await Promise.all(
    Array.from({ length: 5 }, async () => {
      const copy = site.open();
      for (const [name, value] of browser.cookies) copy.cookies.set(name, value);
      return errorIn(await copy.visit(callback));
    }),
  );
  expect(errors.filter((code) => code === 'PROVIDER_CANCELLED')).toHaveLength(1);
  expect(errors.filter((code) => code === 'PROVIDER_TRANSACTION_INVALID')).toHaveLength(4);
});

test("an answer of another issuer than the one that was asked is refused, and so is another's code", async () => {
  const [ann, bob] = [account(), account()];
  site.issuer.add(ann);
  site.issuer.add(bob);
  const browser = site.open();
  const mine = await browser.begin('/api/auth/google/start', ann.sub);
  const attacker = await site.open().begin('/api/auth/google/start', bob.sub);
  const codeOf = (callback: string) => new URL(callback, origin).searchParams.get('code') ?? '';
  const injected = mine.replace(codeOf(mine), codeOf(attacker));
  expect(errorIn(await browser.visit(injected))).toBe('PROVIDER_ANSWER_INVALID');

  const again = site.open();
  const answer = new URL(await again.begin('/api/auth/google/start', ann.sub), origin);
  answer.searchParams.set('iss', 'https://evil.example');
  expect(errorIn(await again.visit(answer.pathname + answer.search))).toBe(
    'PROVIDER_ANSWER_INVALID',
  );
});

test("another site's page begins no log-in", async () => {
  const headers = { 'sec-fetch-site': 'cross-site' };
  const answer = await site.open().visit('/api/auth/google/start', headers);
  expect(locationOf(answer)).toBe('/login?error=ORIGIN_REFUSED');
  expect(answer.cookies.size).toBe(0);
});

test.each(['facebook', 'password', 'GOOGLE', '%00'])(
  'a provider that is not offered is told: %s',
  async (name) => {
    const answer = await site.open().visit(`/api/auth/${name}/start`);
    expect(errorIn(answer)).toBe('PROVIDER_NOT_FOUND');
  },
);

test.each(['https://evil.example/', '//evil.example', '/\\evil.example', 'javascript:alert(1)'])(
  'the way on is a path of this site: %s is dropped',
  async (next) => {
    const browser = site.open();
    const path = `/api/auth/google/start?next=${encodeURIComponent(next)}`;
    const answer = await browser.visit(await browser.begin(path, ''));
    expect(locationOf(answer)).toBe('/login?error=PROVIDER_CANCELLED');
  },
);

test('the log tells of refusals without codes, tokens, addresses or secrets', async () => {
  let lines = '';
  const destination = new Writable({
    write: (chunk, _encoding, done) => {
      lines += String(chunk);
      done();
    },
  });
  await using told = await startWithIssuer({
    overrides: { log: createLog('member', { destination }) },
  });
  const ann = account();
  told.issuer.add(ann);
  const browser = told.open();
  const callback = await browser.begin('/api/auth/google/start', ann.sub);
  const cookie = [...browser.cookies.values()][0] ?? '';
  told.issuer.behave({ claims: { aud: 'somebody-else' } });
  await browser.visit(callback);
  told.issuer.behave('well');
  await browser.logIn(ann.sub);
  expect(lines).toContain('PROVIDER_ANSWER_INVALID');
  expect(lines).toContain('/api/auth/google/callback');
  const { searchParams } = new URL(callback, origin);
  const secrets = [
    searchParams.get('code'),
    searchParams.get('state'),
    cookie,
    ann.email,
    ann.sub,
    told.issuer.clientSecret,
  ];
  for (const secret of secrets) expect(lines).not.toContain(secret);
});
