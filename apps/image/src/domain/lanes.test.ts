import { expect, test } from 'vitest';

import { createLanes } from './lanes.ts';

/** Work that ends when it is told to, and how much of it runs. */
function createWork() {
  const ends: (() => void)[] = [];
  const work = async (): Promise<void> => {
    const { promise, resolve } = Promise.withResolvers<void>();
    ends.push(resolve);
    await promise;
  };
  return { work, begun: () => ends.length, end: (index: number) => ends[index]?.() };
}

test('no more run at once than there are lanes, and of heavy ones one; who waits longest is next', async () => {
  const lanes = createLanes({ count: 2, queueMax: 10 });
  const [heavy, light] = [createWork(), createWork()];
  const running = [
    lanes.run(heavy.work, { weight: 'heavy' }),
    lanes.run(heavy.work, { weight: 'heavy' }),
    lanes.run(light.work, { weight: 'light' }),
    lanes.run(light.work, { weight: 'light' }),
  ];
  await expect.poll(() => [heavy.begun(), light.begun()]).toEqual([1, 1]);
  heavy.end(0);
  await running[0];
  await expect.poll(() => [heavy.begun(), light.begun()]).toEqual([2, 1]);
  light.end(0);
  await expect.poll(() => [heavy.begun(), light.begun()]).toEqual([2, 2]);
  heavy.end(1);
  light.end(1);
  await Promise.all(running);
});

test('beyond the queue nobody waits; a lane whose work failed is free again', async () => {
  const lanes = createLanes({ count: 1, queueMax: 0 });
  const { work, end, begun } = createWork();
  const first = lanes.run(work, { weight: 'light' });
  const second = lanes.run(() => Promise.reject(new Error('broken')), { weight: 'heavy' });
  const refused = { code: 'RATE_LIMITED', details: { retryAfterSeconds: 2 } };
  await expect(lanes.run(work, { weight: 'light' })).rejects.toMatchObject(refused);
  expect(begun()).toBe(1);
  end(0);
  await first;
  await expect(second).rejects.toThrow('broken');
  const third = lanes.run(work, { weight: 'heavy' });
  await expect.poll(begun).toBe(2);
  end(1);
  await third;
});
