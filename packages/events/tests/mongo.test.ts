import { randomUUID } from 'node:crypto';

import { startProxy } from '@dailyfeed/dev-infra/proxy';
import { expect, inject, test, vi } from 'vitest';

import { connectMongo, type MongoConnection } from '../src/mongo.ts';
import { log } from './_harness.ts';

vi.setConfig({ testTimeout: 240_000 });
const soon = { timeout: 20_000, interval: 50 };
const indexes = [{ key: { a: 1 } }, { key: { b: 1, a: -1 } }, { key: { c: 1 } }] as const;

test('indexes that are there already are no obstacle to who comes later, nor to who comes at the same time', async () => {
  const url = newUrl();
  const ensure = async (): Promise<void> => {
    await using mongo = connectMongo({ url, clientId: 'test', log });
    mongo.index('things', indexes);
    await expect.poll(() => countIndexes(mongo), soon).toBe(4);
  };
  await ensure();
  await ensure();
  await Promise.all([ensure(), ensure(), ensure()]);
});

test('while an index is built, however long it takes, everything is written; nor does it keep a process from ending', async () => {
  const asked = Promise.withResolvers<void>();
  await using proxy = await startProxy(newUrl(), () => (chunk) => {
    if (!chunk.includes('createIndexes')) return undefined;
    asked.resolve();
    return 'swallow';
  });
  await using mongo = connectMongo({ url: proxy.url, clientId: 'test', log });
  const write = async (): Promise<void> => {
    mongo.index('things', indexes);
    await (await mongo.open()).collection('things').insertOne({ a: 1 });
  };
  await write();
  await asked.promise;
  await write();
  expect(await (await mongo.open()).collection('things').countDocuments()).toBe(2);
});

test('indexes that could not be built while the server was away are built once it is back', async () => {
  await using proxy = await startProxy(newUrl());
  proxy.set('refuse');
  await using mongo = connectMongo({ url: proxy.url, clientId: 'test', log });
  mongo.index('things', indexes);
  await expect(mongo.open()).rejects.toMatchObject({ name: 'MongoServerSelectionError' });
  proxy.set('pass');
  await expect
    .poll(() => {
      mongo.index('things', indexes);
      return countIndexes(mongo);
    }, soon)
    .toBe(4);
});

/** A database of the test's own. */
function newUrl(): string {
  return new URL(`/test_${randomUUID().slice(0, 8)}`, inject('stores').mongoUrl).href;
}

/** With that of ids; 0 before there is the collection. */
async function countIndexes(mongo: MongoConnection): Promise<number> {
  const db = await mongo.open();
  if (!(await db.listCollections({ name: 'things' }).hasNext())) return 0;
  return (await db.collection('things').indexes()).length;
}
