import { randomUUID } from 'node:crypto';

import { startProxy } from '@dailyfeed/dev-infra/proxy';
import { Redis } from 'ioredis';
import { afterAll, expect, inject, test, vi } from 'vitest';

import { createProcessed } from '../src/processed.ts';
import { log } from './_harness.ts';

const redis = new Redis(inject('stores').redisUrl);
afterAll(() => redis.disconnect());

function create(client = redis) {
  const group = `group-${randomUUID()}`;
  return { group, processed: createProcessed(client, { group, log }) };
}

test('an event is handled once for a group, and its mark stays for 24 hours', async () => {
  const { group, processed } = create();
  const other = create();
  const handle = vi.fn<() => Promise<void>>(() => Promise.resolve());
  for (let round = 0; round < 3; round += 1) await processed.handleOnce('e', handle);
  expect(handle).toHaveBeenCalledTimes(1);
  await other.processed.handleOnce('e', handle);
  expect(handle).toHaveBeenCalledTimes(2);
  const key = `processed:${group}:e`;
  expect(await redis.get(key)).toBe('done');
  expect(Math.round((await redis.pttl(key)) / 3_600_000)).toBe(24);
});

test('while one handles an event, another waits, and then passes it by', async () => {
  const { group, processed } = create();
  const { promise: work, resolve: finish } = Promise.withResolvers<void>();
  const first = processed.handleOnce('e', () => work);
  await vi.waitFor(
    async () => {
      expect(await redis.get(`processed:${group}:e`)).toBe('processing');
    },
    { timeout: 30_000 },
  );
  const handle = vi.fn<() => Promise<void>>(() => Promise.resolve());
  const second = processed.handleOnce('e', handle);
  finish();
  await Promise.all([first, second]);
  expect(handle).not.toHaveBeenCalled();
});

test('what failed is not marked, and is handled at the next attempt at once', async () => {
  const { processed } = create();
  await expect(
    processed.handleOnce('e', () => Promise.reject(new Error('broken'))),
  ).rejects.toThrow('broken');
  const handle = vi.fn<() => Promise<void>>(() => Promise.resolve());
  await processed.handleOnce('e', handle);
  expect(handle).toHaveBeenCalledTimes(1);
});

test('a mark whose process was killed does not hold an event back for longer than its lease', async () => {
  const { group, processed } = create();
  await redis.set(`processed:${group}:e`, 'processing', 'PX', 300);
  const handle = vi.fn<() => Promise<void>>(() => Promise.resolve());
  await processed.handleOnce('e', handle);
  expect(handle).toHaveBeenCalledTimes(1);
});

test('without Redis every event is handled', async () => {
  await using proxy = await startProxy(inject('stores').redisUrl);
  const client = new Redis(proxy.url, { enableOfflineQueue: false, maxRetriesPerRequest: 1 });
  client.on('error', () => undefined);
  const { processed } = create(client);
  await vi.waitFor(() => expect(client.status).toBe('ready'), { timeout: 30_000 });
  proxy.set('refuse');
  await vi.waitFor(() => expect(client.status).not.toBe('ready'), { timeout: 30_000 });
  const handle = vi.fn<() => Promise<void>>(() => Promise.resolve());
  for (let round = 0; round < 2; round += 1) await processed.handleOnce('e', handle);
  expect(handle).toHaveBeenCalledTimes(2);
  client.disconnect();
});
