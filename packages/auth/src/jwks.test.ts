import { expect, test } from 'vitest';

import { createRemoteKeys, isCurrentAmong } from './jwks.ts';
import { startIssuer } from './testing.ts';

const path = '/.well-known/jwks.json';

function logTo(lines: string[]) {
  const write = (_facts: object, message: string): void => void lines.push(message);
  return { info: write, warn: write, error: write };
}

async function startKeys() {
  const issuer = await startIssuer();
  const lines: string[] = [];
  const clock = { ms: Date.now() };
  const keys = createRemoteKeys({
    url: issuer.url + path,
    log: logTo(lines),
    now: () => new Date(clock.ms),
  });
  return {
    issuer,
    keys,
    lines,
    clock,
    [Symbol.asyncDispose]: () => issuer[Symbol.asyncDispose](),
  };
}

test('many lookups at once fetch the document once', async () => {
  await using context = await startKeys();
  const kid = context.issuer.addKey();
  const found = await Promise.all(Array.from({ length: 50 }, () => context.keys.find(kid)));
  expect(found.every((key) => key?.kid === kid)).toBe(true);
  expect(context.issuer.requests[path]).toBe(1);
});

test('an unknown key asks again at most every 30 seconds', async () => {
  await using context = await startKeys();
  await context.keys.load();
  expect(await context.keys.find('made up')).toBeUndefined();
  const kid = context.issuer.addKey();
  expect(await context.keys.find(kid)).toBeUndefined();
  expect(context.issuer.requests[path]).toBe(1);
  context.clock.ms += 30_000;
  expect(await context.keys.find(kid)).toMatchObject({ kid });
  expect(context.issuer.requests[path]).toBe(2);
});

test('known keys serve on while the issuer is away, and the log says so once', async () => {
  await using context = await startKeys();
  const kid = context.issuer.addKey();
  await context.keys.find(kid);
  await context.issuer.stop();
  context.clock.ms += 3_600_000;
  expect(await context.keys.find(kid)).toMatchObject({ kid });
  await expect(context.keys.find('unknown')).rejects.toMatchObject({
    code: 'UPSTREAM_UNAVAILABLE',
  });
  await expect(context.keys.find('unknown')).rejects.toMatchObject({
    code: 'UPSTREAM_UNAVAILABLE',
  });
  expect(context.lines).toEqual(['signing keys unavailable']);
  await context.issuer.start();
  context.clock.ms += 1000;
  expect(await context.keys.find('unknown')).toBeUndefined();
  expect(context.lines).toEqual(['signing keys unavailable', 'signing keys available again']);
});

test('keys are looked at again after ten minutes, also where every token is verified already', async () => {
  await using context = await startKeys();
  const kid = context.issuer.addKey({ createdAt: new Date(Date.now() + 1000) });
  await context.keys.find(kid);
  context.issuer.addKey({ createdAt: new Date(Date.now() + 2000) });
  expect(await context.keys.isCurrent(kid)).toBe(true);
  context.clock.ms += 600_000;
  await expect.poll(() => context.keys.isCurrent(kid)).toBe(false);
});

test('a key that left the document is forgotten at the next fetch, which waits for nobody', async () => {
  await using context = await startKeys();
  const kid = context.issuer.addKey();
  await context.keys.find(kid);
  context.issuer.withdrawKey(kid);
  context.clock.ms += 600_000;
  expect(await context.keys.find(kid)).toMatchObject({ kid });
  await expect.poll(() => context.keys.find(kid)).toBeUndefined();
  expect(context.issuer.requests[path]).toBe(2);
});

test('a key is old only when a later-created one is known to be current', () => {
  const key = (kid: string, createdAtMs: number, state: string) => ({ kid, createdAtMs, state });
  const keys = [key('a', 1, 'previous'), key('b', 2, 'current'), key('c', 3, 'next')];
  expect(['a', 'b', 'c', 'unknown'].map((kid) => isCurrentAmong(keys, kid))).toEqual([
    false,
    true,
    true,
    true,
  ]);
});
