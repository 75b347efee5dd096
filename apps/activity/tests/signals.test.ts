import { signalChannelOf } from '@dailyfeed/contract/signal';
import { startProxy } from '@dailyfeed/dev-infra/proxy';
import { newId } from '@dailyfeed/service-kit/id';
import { Redis } from 'ioredis';
import { expect, onTestFinished, test } from 'vitest';

import { createSignals } from '../src/events/signals.ts';
import { log, stores } from './_harness.ts';

test('whoever listens while the way to Redis is being made takes it from nobody', async () => {
  const redis = new Redis(stores().redisUrl);
  onTestFinished(() => redis.disconnect());
  const [early, late] = [newId(), newId()];
  const heard: string[] = [];
  const connecting = Promise.withResolvers<void>();
  const duplicate = redis.duplicate.bind(redis);
  redis.duplicate = (options) =>
    duplicate(options).once('connect', () => {
      signals.listen(late, () => heard.push(late));
      connecting.resolve();
    });
  await using signals = createSignals(redis, log);
  signals.listen(early, () => heard.push(early));
  await connecting.promise;
  for (const id of [early, late]) {
    await expect.poll(async () => (await redis.pubsub('NUMSUB', signalChannelOf(id)))[1]).toBe(1);
    signals.notify(id);
    await expect.poll(() => heard).toContain(id);
  }
});

test('when Redis is back all who listen hear of everything, some at once and others a moment later', async () => {
  await using proxy = await startProxy(stores().redisUrl);
  const redis = new Redis(proxy.url, { maxRetriesPerRequest: null });
  redis.on('error', () => undefined);
  onTestFinished(() => redis.disconnect());
  await using signals = createSignals(redis, log);
  const toldAt = new Map<string, number>();
  const ids = Array.from({ length: 250 }, () => newId());
  for (const id of ids) signals.listen(id, () => void toldAt.set(id, performance.now()));
  const isToldTo = async (): Promise<void> =>
    expect.poll(() => toldAt.size, { timeout: 10_000 }).toBe(ids.length);
  await isToldTo();
  toldAt.clear();
  proxy.set('refuse');
  await expect.poll(() => proxy.refusals()).toBeGreaterThan(1);
  proxy.set('pass');
  await isToldTo();
  const times = [...toldAt.values()];
  expect(Math.max(...times) - Math.min(...times)).toBeGreaterThan(150);
});
