import { randomUUID } from 'node:crypto';

import { revocationsChannel } from '@dailyfeed/auth/revocations';
import { Redis } from 'ioredis';
import { afterEach, beforeEach, expect, inject, test } from 'vitest';

import { type Gateway, startGateway, untilListening } from './_harness.ts';

let gateway: Gateway;
/** A key of its issuer that nothing else signs with. */
let kid: string;
beforeEach(async () => {
  gateway = await startGateway();
  kid = gateway.issuer.addKey();
  await untilListening(gateway);
  streamFrom(gateway);
});
afterEach(() => gateway[Symbol.asyncDispose]());

/** It asks every 5 s: what it knows sooner it was told. */
const askMs = 4500;

const member = () => ({ memberId: randomUUID(), sessionId: randomUUID(), jti: randomUUID() });

test.each(['token', 'session', 'member', 'key'] as const)(
  'an open stream ends when its %s is revoked, here and at the service, and not only as the gateway asks',
  async (kind) => {
    const ann = member();
    const anns = await openStream(gateway, await gateway.issuer.sign(ann, kid));
    const visitors = await openStream(gateway, null);
    expect(gateway.upstream.open()).toBe(2);

    const id = { token: ann.jti, session: ann.sessionId, member: ann.memberId, key: kid }[kind];
    const revokedAt = performance.now();
    await publish(gateway, { kind, id });
    expect(await anns.ended).toBe('cut');
    expect(performance.now() - revokedAt).toBeLessThan(askMs);
    await expect.poll(() => gateway.upstream.open()).toBe(1);
    visitors.leave();
  },
);

test('an answer that began as the session ended is not held on to', async () => {
  const ann = member();
  const token = await gateway.issuer.sign(ann);
  gateway.upstream.answer = () => undefined;
  const answer = gateway.send('/api/timeline/feed.stream', { headers: headersOf(token) });
  await expect.poll(() => gateway.upstream.open()).toBe(1);
  await publish(gateway, { kind: 'session', id: ann.sessionId });
  await expect(answer).rejects.toThrow('fetch failed');
  await expect.poll(() => gateway.upstream.open()).toBe(0);
});

test('without Redis an open stream ends as soon as the gateway has asked', async () => {
  await using own = await startGateway({ REDIS_URL: 'redis://127.0.0.1:9' });
  streamFrom(own);
  const ann = member();
  const stream = await openStream(own, await own.issuer.sign(ann));
  const revokedAt = performance.now();
  own.issuer.revoke({ kind: 'session', id: ann.sessionId });
  expect(await stream.ended).toBe('cut');
  expect(performance.now() - revokedAt).toBeLessThan(30_000);
});

function streamFrom({ upstream }: Gateway): void {
  upstream.answer = (_req, res) =>
    res.writeHead(200, { 'content-type': 'text/event-stream' }).flushHeaders();
}

async function openStream(at: Gateway, token: string | null) {
  const leaving = new AbortController();
  const answer = await at.send('/api/timeline/feed.stream', {
    headers: token === null ? {} : headersOf(token),
    signal: leaving.signal,
  });
  expect(answer.status).toBe(200);
  return {
    ended: answer.text().then(
      () => 'whole',
      () => 'cut',
    ),
    leave: () => leaving.abort(),
  };
}

function headersOf(token: string): Record<string, string> {
  return { authorization: `Bearer ${token}` };
}

async function publish(
  at: Gateway,
  subject: Parameters<Gateway['issuer']['revoke']>[0],
): Promise<void> {
  const redis = new Redis(inject('stores').redisUrl);
  await redis.publish(revocationsChannel, JSON.stringify(at.issuer.revoke(subject)));
  redis.disconnect();
}
