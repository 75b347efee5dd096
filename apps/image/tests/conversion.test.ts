import { afterAll, afterEach, beforeAll, expect, test } from 'vitest';

import { createLanes, type Lanes } from '../src/domain/lanes.ts';
import { holdJob, refusalOf, send, startTestImage, type TestImage } from './_harness.ts';
import { animate, paintJpeg, plainPng, pretendGif } from './_pictures.ts';

/** One lane, where nobody may wait but the next one. */
const real = createLanes({ count: 1, queueMax: 0 });
/** What a test does when an upload comes to wait for its turn, and when its turn has come. */
let on: { queue?: (weight: 'light' | 'heavy') => void; begin?: () => void } = {};
const lanes: Lanes = {
  run: (work, how) => {
    on.queue?.(how.weight);
    return real.run(() => {
      on.begin?.();
      return work();
    }, how);
  },
};
const stack = new AsyncDisposableStack();
let image: TestImage;
beforeAll(async () => {
  image = stack.use(await startTestImage({}, { lanes }));
  // It would take the lane, and keep files of its own.
  stack.use(await holdJob(image, 'refine-images'));
});
afterAll(() => stack.disposeAsync());
afterEach(() => {
  on = {};
});

/** Just within 50 million pixels, and of a few kilobytes. */
const largest = () => plainPng({ width: 7060, height: 7060 });

test('beyond the queue an upload is told when to come again, and nothing of it is kept', async () => {
  const gate = Promise.withResolvers<void>();
  const held = real.run(() => gate.promise, { weight: 'light' });
  const before = await image.left();
  const file = await paintJpeg();
  const both = [send(image.newMember(), file), send(image.newMember(), file)];
  const refused = await Promise.race(both);
  expect(refused.headers.get('retry-after')).toMatch(/^[1-9]\d*$/);
  expect(await refusalOf(refused)).toEqual({ status: 429, code: 'RATE_LIMITED' });
  // The file of the one that waits.
  await expect.poll(() => image.left()).toEqual({ ...before, uploads: 1 });
  gate.resolve();
  await held;
  const statuses = await Promise.all(both.map(async (answer) => (await answer).status));
  expect(statuses.toSorted((a, b) => a - b)).toEqual([201, 429]);
});

test('the largest that is allowed is converted, and meanwhile others are answered', async () => {
  const order: string[] = [];
  const meanwhile = Promise.withResolvers<void>();
  on.begin = () => {
    void fetch(`${image.url}/livez`).then(({ status }) => {
      order.push(`livez ${status}`);
      meanwhile.resolve();
    }, meanwhile.reject);
  };
  const answer = await send(image.newMember(), largest());
  order.push(`upload ${answer.status}`);
  await meanwhile.promise;
  expect(order).toEqual(['livez 200', 'upload 201']);
  expect(await answer.json()).toMatchObject({ width: 7060, height: 7060 });
});

test('an animation of as many frames and pixels as are allowed is converted', async () => {
  const file = pretendGif({ width: 316, height: 316, frames: 500 });
  const answer = await send(image.newMember(), file);
  expect(answer.status).toBe(201);
  expect(await answer.json()).toMatchObject({ width: 316, height: 316, isAnimated: true });
});

test.each<[string, () => Buffer | Promise<Buffer>, 'light' | 'heavy']>([
  ['a photograph', () => paintJpeg(), 'light'],
  [
    '9 megapixels that are read line by line',
    () => plainPng({ width: 3000, height: 3000 }),
    'light',
  ],
  [
    '9 megapixels that are decoded as a whole',
    () => animate('gif', { frames: 10, side: 950 }),
    'heavy',
  ],
  ['25 megapixels', () => plainPng({ width: 5000, height: 5000 }), 'heavy'],
])('%s: the lane follows what it takes of memory', async (_name, make, expected) => {
  const weights: string[] = [];
  on.queue = (weight) => weights.push(weight);
  expect((await send(image.newMember(), await make())).status).toBe(201);
  expect(weights).toEqual([expected]);
});

/** Sends a file and cancels at some point: gives what ends the request. */
function sendUntil(file: Buffer, signal: AbortSignal): Promise<Response> {
  const body = new FormData();
  body.append('image', new Blob([new Uint8Array(file)]), 'a.png');
  const headers = image.newMember().headers();
  return fetch(`${image.url}/api/image`, { method: 'POST', body, headers, signal });
}

test('an upload that is cancelled while it waits for its turn, or while it is converted, leaves nothing', async () => {
  const before = await image.left();
  const gate = Promise.withResolvers<void>();
  const held = real.run(() => gate.promise, { weight: 'light' });
  const waiting = new AbortController();
  on.queue = () => waiting.abort();
  await expect(sendUntil(await paintJpeg(), waiting.signal)).rejects.toThrow('abort');
  expect(await image.left()).toEqual({ ...before, uploads: 1 });
  gate.resolve();
  await held;
  await expect.poll(() => image.left()).toEqual(before);

  const converting = new AbortController();
  on = { begin: () => converting.abort() };
  await expect(sendUntil(await paintJpeg(), converting.signal)).rejects.toThrow('abort');
  // Its turn ends when the conversion does: the next one has it afterwards.
  await real.run(async () => undefined, { weight: 'heavy' });
  await expect.poll(() => image.left()).toEqual(before);
});
