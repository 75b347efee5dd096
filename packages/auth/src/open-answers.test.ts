import { randomUUID } from 'node:crypto';

import Fastify from 'fastify';
import { expect, test } from 'vitest';

import {
  accessTokenAudience,
  accessTokenIssuer,
  createAccessTokenVerifier,
} from './access-token.ts';
import { createRemoteKeys } from './jwks.ts';
import { authentication } from './plugin.ts';
import { createRevocations, type Revocation } from './revocations.ts';
import { randomPassportKeys, startIssuer } from './testing.ts';

const log = { info: () => undefined, warn: () => undefined, error: () => undefined };
const now = (): Date => new Date();

test.each(['token', 'session', 'member', 'key'] as const)(
  'a stream opened with a token ends within a second of the revocation of its %s, and no other does',
  async (kind) => {
    await using service = await start();
    const [ann, bob] = [service.facts(), service.facts()];
    const kid = service.issuer.addKey();
    const [anns, bobs] = await Promise.all([
      service.openStream(await service.issuer.sign(ann, kid)),
      service.openStream(await service.issuer.sign(bob, service.firstKid)),
    ]);
    const id = { token: ann.jti, session: ann.sessionId, member: ann.memberId, key: kid }[kind];
    const revokedAt = performance.now();
    service.revoke({ kind, id });
    await anns.closed;
    expect(performance.now() - revokedAt).toBeLessThan(1000);
    expect(service.openCount()).toBe(1);
    bobs.leave();
    await bobs.closed;
    await expect.poll(() => service.openCount()).toBe(0);
  },
);

test('a stream of the same member goes on when another session ends, and after a new log-in', async () => {
  await using service = await start();
  const ann = service.facts();
  const stream = await service.openStream(await service.issuer.sign(ann));
  service.revoke({ kind: 'session', id: randomUUID() });
  // Heard late: she has logged in again since.
  const before = new Date(Date.now() - 5000).toISOString();
  service.revoke({ kind: 'member', id: ann.memberId, at: before });
  const last = await service.openStream(await service.issuer.sign(ann));
  expect(service.openCount()).toBe(2);
  service.revoke({ kind: 'token', id: ann.jti });
  await Promise.all([stream.closed, last.closed]);
});

test('an answer under way is finished, unless it takes long', async () => {
  await using service = await start();
  const ann = service.facts();
  const token = await service.issuer.sign(ann);
  const quick = service.post(token);
  await expect.poll(() => service.waiting.length).toBe(1);
  const slow = service.post(token);
  await expect.poll(() => service.waiting.length).toBe(2);
  service.revoke({ kind: 'session', id: ann.sessionId });
  service.waiting[0]?.();
  expect((await quick).status).toBe(200);
  await expect(slow).rejects.toThrow('fetch failed');
});

/** A service with a stream that says nothing, and a mutation that answers when it is told to. */
async function start() {
  const stack = new AsyncDisposableStack();
  const issuer = stack.use(await startIssuer());
  const { kid: firstKid = '' } = JSON.parse(
    Buffer.from((await issuer.sign()).split('.')[0] ?? '', 'base64url').toString(),
  );
  const list: Revocation[] = [];
  const revocations = stack.use(
    createRevocations({
      poll: () => Promise.resolve({ items: list, now: Date.now() }),
      log,
      now,
    }),
  );
  const keys = createRemoteKeys({ url: `${issuer.url}/.well-known/jwks.json`, log, now });
  const server = stack.adopt(Fastify(), (running) => running.close());
  const waiting: (() => void)[] = [];
  let openCount = 0;
  await server.register(authentication, {
    audience: 'test',
    passportKeys: randomPassportKeys(),
    accessTokens: createAccessTokenVerifier({
      keys,
      revocations,
      issuer: accessTokenIssuer,
      audience: accessTokenAudience,
      now,
    }),
    revocations,
    now,
    ignoresToken: () => false,
  });
  server.get('/stream', (_request, reply) => {
    openCount += 1;
    reply.raw.once('close', () => (openCount -= 1));
    reply.raw.writeHead(200, { 'content-type': 'text/event-stream' }).flushHeaders();
    void reply.hijack();
  });
  server.post('/mutation', async () => {
    const told = Promise.withResolvers<void>();
    waiting.push(told.resolve);
    await told.promise;
    return {};
  });
  const url = await server.listen({ host: '127.0.0.1', port: 0 });
  const headersOf = (token: string) => ({ authorization: `Bearer ${token}` });
  return {
    issuer,
    firstKid: String(firstKid),
    waiting,
    openCount: () => openCount,
    facts: () => ({ memberId: randomUUID(), sessionId: randomUUID(), jti: randomUUID() }),
    revoke: (given: Pick<Revocation, 'kind' | 'id'> & Partial<Revocation>) =>
      revocations.add({
        at: new Date().toISOString(),
        expiresAt: new Date(Date.now() + 60_000).toISOString(),
        ...given,
      }),
    openStream: async (token: string) => {
      const leaving = new AbortController();
      const answer = await fetch(`${url}/stream`, {
        headers: headersOf(token),
        signal: leaving.signal,
      });
      expect(answer.status).toBe(200);
      return { closed: answer.text().catch(() => 'cut'), leave: () => leaving.abort() };
    },
    post: (token: string) =>
      fetch(`${url}/mutation`, { method: 'POST', headers: headersOf(token) }),
    [Symbol.asyncDispose]: () => stack.disposeAsync(),
  };
}
