import { anonymous, type Identity } from '@dailyfeed/auth/identity';
import { mintPassport } from '@dailyfeed/auth/passport';
import { afterAll, beforeAll, expect, test } from 'vitest';

import { type Gateway, identityIn, keysOf, startGateway } from './_harness.ts';

const member = {
  memberId: '0190c1f2-0000-7000-8000-000000000001',
  sessionId: '0190c1f2-0000-7000-8000-000000000002',
  roles: ['MEMBER' as const],
  amr: ['pwd'],
};
const reader: Identity = { ...anonymous('request-1'), address: '203.0.113.9', service: 'web' };

let gateway: Gateway;
beforeAll(async () => {
  gateway = await startGateway();
});
afterAll(() => gateway[Symbol.asyncDispose]());

function passport(identity: Identity, audience: 'gateway' | 'content' = 'gateway'): string {
  return mintPassport(identity, { audience, keys: keysOf(audience), now: new Date() });
}

async function ask(url: string, headers: Record<string, string>, path = '/api/content/post.byId') {
  const before = gateway.upstream.seen.length;
  const answer = await fetch(url + path, { headers });
  await answer.text();
  return { answer, seen: gateway.upstream.seen[before] };
}

test('a caller inside says for whom it asks, and from where', async () => {
  const { answer, seen } = await ask(gateway.privateUrl, {
    'x-passport': passport({ ...reader, member }),
  });
  expect(answer.headers.get('x-request-id')).toBe('request-1');
  expect(identityIn(seen, 'content')).toMatchObject({
    member,
    address: '203.0.113.9',
    requestId: 'request-1',
  });
});

test('a caller inside does not become a service by passing through', async () => {
  const { seen } = await ask(gateway.privateUrl, { 'x-passport': passport(reader) });
  expect(identityIn(seen, 'content').service).toBeNull();
  const path = '/api/member/profile.summaries';
  const { answer } = await ask(gateway.privateUrl, { 'x-passport': passport(reader) }, path);
  expect(answer.status).toBe(404);
});

test.each([
  ['forged', () => `${passport(reader)}x`],
  ['for someone else', () => passport(reader, 'content')],
  ['without a service behind it', () => passport({ ...reader, service: null })],
])('a passport that is %s is refused', async (_what, forged) => {
  const { answer, seen } = await ask(gateway.privateUrl, { 'x-passport': forged() });
  expect(answer.status).toBe(401);
  expect(seen).toBeUndefined();
});

test('without a passport it judges like the public one', async () => {
  const anonymousAnswer = await ask(gateway.privateUrl, {});
  expect(identityIn(anonymousAnswer.seen, 'content').member).toBeNull();
  const { answer } = await ask(gateway.privateUrl, { authorization: 'Bearer rubbish' });
  expect(answer.status).toBe(401);
});

test('the public listener takes no passport, not even a genuine one', async () => {
  const { seen } = await ask(gateway.url, { 'x-passport': passport({ ...reader, member }) });
  expect(identityIn(seen, 'content')).toMatchObject({ member: null, address: '127.0.0.1' });
});

test('what the gateway measures is told inside only; outside, no service’s metrics have an address', async () => {
  const inside = await fetch(`${gateway.privateUrl}/metrics`);
  expect(await inside.text()).toContain('nodejs_eventloop_lag_seconds{service="gateway"}');
  // The pages answer what nobody else does, and behind a service's name there are procedures only.
  expect((await ask(gateway.url, {}, '/metrics')).seen?.url).toBe('/metrics');
  expect((await ask(gateway.url, {}, '/api/member/metrics')).seen?.url).toBe('/trpc/metrics');
  expect((await ask(gateway.url, {}, '/api/metrics')).answer.status).toBe(404);
});
