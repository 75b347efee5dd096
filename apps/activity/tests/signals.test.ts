import { signalChannelOf } from '@dailyfeed/contract/signal';
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
