import { createTestDatabase } from '@dailyfeed/dev-infra/test-database';
import { Redis } from 'ioredis';
import pg from 'pg';
import { afterAll, beforeAll, describe, expect, inject, test, vi } from 'vitest';

import { newId } from '../src/id.ts';
import { createPostgresLease, createRedisLease, type Lease } from '../src/lease.ts';

const database = await createTestDatabase();
const redis = new Redis(inject('stores').redisUrl);
beforeAll(() => redis.ping());
afterAll(async () => {
  redis.disconnect();
  await database[Symbol.asyncDispose]();
});

describe.each<[string, Lease]>([
  ['PostgreSQL', createPostgresLease(database.url)],
  ['Redis', createRedisLease(redis, { ttlMs: 3000 })],
])('a lease of %s', (_store, lease) => {
  test('is one process at a time, however long it takes', async () => {
    const name = newId();
    const { promise: work, resolve: finish } = Promise.withResolvers<string>();
    const { promise: begun, resolve: begin } = Promise.withResolvers<void>();
    const first = lease(name, () => {
      begin();
      return work;
    });
    await begun;
    const startedAt = Date.now();
    // Longer than a lease that is not renewed would last.
    await vi.waitUntil(() => Date.now() - startedAt > 4000, { timeout: 30_000 });
    expect(await lease(name, () => Promise.resolve('mine'))).toEqual({ isHeld: false });
    expect(await lease(`${name}-other`, () => Promise.resolve(1))).toMatchObject({ isHeld: true });
    finish('done');
    expect(await first).toEqual({ isHeld: true, value: 'done' });
    expect(await lease(name, () => Promise.resolve('mine'))).toEqual({
      isHeld: true,
      value: 'mine',
    });
  });

  test('of 20 that ask at once, one gets it', async () => {
    const name = newId();
    const { promise: work, resolve: finish } = Promise.withResolvers<void>();
    const asked = Array.from({ length: 20 }, () => lease(name, () => work));
    let refused = 0;
    for (const each of asked) void each.then(({ isHeld }) => (refused += isHeld ? 0 : 1));
    await vi.waitFor(() => expect(refused).toBe(19), { timeout: 30_000 });
    finish();
    expect((await Promise.all(asked)).filter(({ isHeld }) => isHeld)).toHaveLength(1);
  });

  test('is free again when its work fails', async () => {
    const name = newId();
    await expect(lease(name, () => Promise.reject(new Error('broken')))).rejects.toThrow('broken');
    expect(await lease(name, () => Promise.resolve(1))).toMatchObject({ isHeld: true });
  });
});

test('who loses the lease is told: of PostgreSQL with the connection, of Redis with the key', async () => {
  const name = newId();
  const untilLost = (signal: AbortSignal): Promise<string> =>
    new Promise((resolve) => signal.addEventListener('abort', () => resolve('lost')));
  const begin = vi.fn<() => void>();
  const work = (signal: AbortSignal): Promise<string> => {
    begin();
    return untilLost(signal);
  };
  const ofPostgres = createPostgresLease(database.url)(name, work);
  const ofRedis = createRedisLease(redis, { ttlMs: 30_000 })(name, work);
  await vi.waitFor(() => expect(begin).toHaveBeenCalledTimes(2), { timeout: 30_000 });
  const client = new pg.Client({ connectionString: database.url });
  await client.connect();
  const killed = await client.query(
    'SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE application_name = $1',
    [`lease ${name}`],
  );
  expect(killed.rowCount).toBe(1);
  await client.end();
  expect(await redis.del(`lease:${name}`)).toBe(1);
  expect(await ofRedis).toMatchObject({ value: 'lost' });
  expect(await ofPostgres).toMatchObject({ value: 'lost' });
});
