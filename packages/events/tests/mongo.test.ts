import { randomUUID } from 'node:crypto';

import { expect, inject, test } from 'vitest';

import { connectMongo, ensureIndexes } from '../src/mongo.ts';

test('indexes that are there already are no obstacle to who comes later, nor to who comes at the same time', async () => {
  const url = new URL(`/test_${randomUUID().slice(0, 8)}`, inject('stores').mongoUrl).href;
  const indexes = [{ key: { a: 1 } }, { key: { b: 1, a: -1 } }, { key: { c: 1 } }] as const;
  const ensure = async (): Promise<number> => {
    await using mongo = connectMongo({ url, clientId: 'test' });
    const things = (await mongo.open()).collection('things');
    await ensureIndexes(things, indexes);
    return (await things.indexes()).length;
  };
  expect(await ensure()).toBe(4);
  expect(await ensure()).toBe(4);
  expect(await Promise.all([ensure(), ensure(), ensure()])).toEqual([4, 4, 4]);
});
