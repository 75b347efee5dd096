import { expect } from 'vitest';

import { test } from '../_network.ts';
import { type Network, password, type Someone } from '../network.ts';
import { until } from '../until.ts';
import { call } from './call.ts';
import { tokenOf } from './people.ts';
import { reachable } from './procedures.ts';

let network: Network;
let ann: Someone;
let token: string;
/** What the browser of Ann would send of its own accord, from whatever page. */
let cookie: string;

test.beforeAll(async ({ network: shared }) => {
  network = shared;
  ann = await network.signUp('ann');
  token = await tokenOf(network, ann);
  const answer = await fetch(`${network.url}/api/member/auth.logIn`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ email: ann.email, password }),
  });
  cookie = answer.headers
    .getSetCookie()
    .map((line) => line.split(';', 1)[0])
    .join('; ');
});

const evil = { origin: 'https://evil.example', 'sec-fetch-site': 'cross-site' };
const mutations = reachable.filter(({ type }) => type === 'mutation');

/** What a page may send to another site without asking first (the Fetch Standard's "simple" requests). */
const simple = [
  'text/plain',
  'text/plain;charset=UTF-8',
  'text/plain; application/json',
  'application/x-www-form-urlencoded',
  'multipart/form-data; boundary=x',
  'Text/Plain',
  undefined,
];

test.for(simple)('no mutation takes a body that is called %s', async (type) => {
  for (const { service, name, path } of mutations) {
    const answer = await fetch(`${network.url}/api/${service}/${name}`, {
      method: 'POST',
      // With a token, which no browser adds by itself: that the form alone is refused.
      headers: {
        ...evil,
        cookie,
        authorization: `Bearer ${token}`,
        ...(type && { 'content-type': type }),
      },
      // Bytes, or fetch would call it text by itself.
      body: new TextEncoder().encode('{}'),
    });
    expect.soft([path, answer.status]).toEqual([path, 415]);
  }
});

test.for<[string, Record<string, string>, string]>([
  ['GET', {}, ''],
  ['GET', { 'x-http-method-override': 'POST' }, ''],
  ['GET', { 'x-method-override': 'POST' }, '&_method=POST'],
  ['HEAD', {}, ''],
])('no mutation is carried out by %s %j', async ([method, headers, query]) => {
  for (const { service, name, path } of mutations) {
    for (const batch of ['', '&batch=1']) {
      const address = `${network.url}/api/${service}/${name}?input=%7B%7D${batch}${query}`;
      const answer = await fetch(address, {
        method,
        headers: { ...headers, cookie, authorization: `Bearer ${token}` },
      });
      expect.soft([404, 405], path).toContain(answer.status);
    }
  }
});

test('the cookies alone make nobody a member', async () => {
  const members = reachable.filter(({ access }) => access === 'member');
  for (const procedure of members) {
    const answer = await call(network.url, procedure, { input: {}, headers: { cookie } });
    expect
      .soft([procedure.path, answer.status, answer.appCode])
      .toEqual([procedure.path, 401, 'UNAUTHENTICATED']);
  }
});

test.for<[string, Record<string, string>]>([
  ['another page', evil],
  ['an opaque page', { origin: 'null' }],
  ['a page that does not say', {}],
  ['a page that says it twice', { origin: 'ours, https://evil.example' }],
  ['a page whose site begins like ours', { origin: 'ours.evil.example' }],
  [
    'a page of ours, the browser says otherwise',
    { origin: 'ours', 'sec-fetch-site': 'cross-site' },
  ],
  ['a page with our address as its referrer', { ...evil, referer: 'ours' }],
])('%s refreshes no session, whatever it calls its body', async ([_who, claims]) => {
  const headers = Object.fromEntries(
    Object.entries(claims).map(([name, value]) => [name, value.replace('ours', network.url)]),
  );
  for (const path of ['/api/token/refresh', '/api/key/refresh']) {
    for (const type of [...simple, 'application/json']) {
      const answer = await fetch(network.url + path, {
        method: 'POST',
        headers: { ...headers, cookie, ...(type && { 'content-type': type }) },
        body: new TextEncoder().encode('{}'),
      });
      expect([403, 415]).toContain(answer.status);
      expect(answer.headers.getSetCookie()).toEqual([]);
    }
    const asked = await fetch(network.url + path, { headers: { ...headers, cookie } });
    expect(asked.status).toBe(404);
  }
  // None of it has used the token up.
  const own = await until(
    () =>
      fetch(`${network.url}/api/token/refresh`, {
        method: 'POST',
        headers: { cookie, origin: network.url },
      }),
    ({ status }) => status !== 503,
  );
  expect(own.status).toBe(200);
  cookie = own.headers
    .getSetCookie()
    .map((line) => line.split(';', 1)[0])
    .join('; ');
});

test('no other site is allowed to read an answer, nor to send more than a simple request', async () => {
  for (const { service, name } of reachable) {
    const address = `${network.url}/api/${service}/${name}`;
    const preflight = {
      ...evil,
      'access-control-request-method': 'POST',
      'access-control-request-headers': 'authorization,content-type',
    };
    for (const init of [{ method: 'OPTIONS', headers: preflight }, { headers: evil }]) {
      const { headers } = await fetch(address, { ...init, signal: AbortSignal.timeout(30_000) });
      expect(headers.get('access-control-allow-origin')).toBeNull();
      expect(headers.get('access-control-allow-credentials')).toBeNull();
    }
  }
});
