import { startProxy } from '@dailyfeed/dev-infra/proxy';
import { createTestDatabase } from '@dailyfeed/dev-infra/test-database';
import { Redis } from 'ioredis';
import { afterAll, afterEach, expect, inject, onTestFinished, test, vi } from 'vitest';

import { away, newKey, refusal, startTestContent } from './_harness.ts';

const database = await createTestDatabase('content');
const postgres = await startProxy(database.url);
const redis = await startProxy(inject('stores').redisUrl);
const content = await startTestContent({
  CONTENT_DATABASE_URL: postgres.url,
  REDIS_URL: redis.url,
});
afterEach(() => {
  postgres.set('pass');
  redis.set('pass');
});
afterAll(async () => {
  await content[Symbol.asyncDispose]();
  await Promise.all([postgres[Symbol.asyncDispose](), redis[Symbol.asyncDispose]()]);
  await database[Symbol.asyncDispose]();
});

const post = () =>
  content.newMember().api.post.create.mutate({ text: 'hello', idempotencyKey: newKey() });

test('after Redis has not answered once, others who write are noted as soon as it can be reached', async () => {
  const stored = new Redis(inject('stores').redisUrl);
  onTestFinished(() => stored.disconnect());
  redis.set('stall');
  await post();
  redis.set('pass');
  // Until the service is connected again nothing can be noted; it waits for no note for longer than this.
  const notes: string[] = [];
  const writeAndCount = async () => {
    const { id, api } = content.newMember();
    await api.post.create.mutate({ text: 'hello', idempotencyKey: newKey() });
    notes.push(`wrote:${id}`);
    return stored.exists(...notes);
  };
  await expect.poll(writeAndCount, { timeout: 20_000 }).toBeGreaterThan(0);
});

test('Kafka, Redis and member away: writes go on', async () => {
  redis.set('refuse');
  await expect(post()).resolves.toMatchObject({ text: 'hello' });
  redis.set('stall');
  await expect(post()).resolves.toMatchObject({ text: 'hello' });
});

test.each(['refuse', 'stall'] as const)(
  'PostgreSQL away (%s): 503 soon, not ready but alive; back: writes work again',
  async (state) => {
    await post();
    postgres.set(state);
    const startedAt = performance.now();
    await expect(post()).rejects.toMatchObject({
      data: { appCode: 'STORE_UNAVAILABLE', httpStatus: 503 },
    });
    expect(performance.now() - startedAt).toBeLessThan(20_000);
    expect((await fetch(`${content.url}/livez`)).status).toBe(200);
    const ready = await fetch(`${content.url}/readyz`);
    expect([ready.status, await ready.json()]).toEqual([503, { ok: false, away: ['postgres'] }]);

    postgres.set('pass');
    await vi.waitFor(post, 20_000);
    expect((await fetch(`${content.url}/readyz`)).status).toBe(200);
  },
);

test('a database that comes up later is waited for', async () => {
  postgres.set('refuse');
  const starting = startTestContent({
    CONTENT_DATABASE_URL: postgres.url,
    REDIS_URL: `redis://${away}`,
  });
  const before = postgres.refusals();
  await vi.waitFor(() => expect(postgres.refusals()).toBeGreaterThan(before), 10_000);
  postgres.set('pass');
  await using late = await starting;
  expect((await fetch(`${late.url}/readyz`)).status).toBe(200);
  expect(await refusal(late, () => late.nobody.post.like.mutate({ id: newKey() }))).toMatchObject({
    code: 'UNAUTHENTICATED',
  });
});
