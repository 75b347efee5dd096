import { readdir } from 'node:fs/promises';
import { createServer } from 'node:net';
import { join } from 'node:path';

import { Redis } from 'ioredis';
import pg from 'pg';
import { expect, test, vi } from 'vitest';

import { isPortFree } from '../src/port.ts';
import { startStores } from '../src/stores.ts';
import {
  keptFacts,
  killHolder,
  makeFolder,
  plainEnv,
  readFacts,
  startHolder,
  writeFacts,
} from './_harness.ts';

// Several starts of four servers, on a machine that may be busy.
vi.setConfig({ testTimeout: 60_000 });

test('what the four stores hold is there after a stop and a start, at the same addresses', async () => {
  await using folder = await makeFolder();
  const options = { dataDir: folder.path, env: plainEnv() };
  const first = await startStores(options);
  await writeFacts(first.urls);
  await first[Symbol.asyncDispose]();
  await using second = await startStores(options);
  expect(await readFacts(second.urls)).toEqual(keptFacts);
  expect(second.urls).toEqual(first.urls);
});

test('each store comes back after kill -9 on its own port, with its data', async () => {
  await using folder = await makeFolder();
  await using stores = await startStores({ dataDir: folder.path, env: plainEnv(), fresh: true });
  await writeFacts(stores.urls);
  const all = Object.values(stores.embedded);
  expect(all.map((store) => store.name).toSorted()).toEqual([
    'kafka',
    'mongo',
    'postgres',
    'redis',
    'redis-cache',
  ]);
  await Promise.all(all.map((store) => store.kill()));
  expect(await Promise.all(all.map((store) => isPortFree(store.port)))).not.toContain(false);
  await stores.embedded.postgres?.start();
  await Promise.all(all.map((store) => store.start()));
  expect(await readFacts(stores.urls)).toEqual(keptFacts);
});

test('a store that ends by itself is reported, one that was asked to end is not', async () => {
  await using folder = await makeFolder();
  const { promise: crashed, resolve } = Promise.withResolvers<string>();
  await using stores = await startStores({
    dataDir: folder.path,
    env: { ...plainEnv(), ...named, REDIS_URL: '' },
    onCrash: (name, cause) => resolve(`${name} ${cause}`),
  });
  const { redis } = stores.embedded;
  await redis?.stop();
  await redis?.start();
  process.kill(redis?.pid ?? 0, 'SIGKILL');
  expect(await crashed).toBe('redis SIGKILL');
});

test('a second process is refused the data folder while the first runs, and the first goes on', async () => {
  await using folder = await makeFolder();
  const env = { ...plainEnv(), ...named };
  await using first = await startStores({ dataDir: folder.path, env });
  const second = startStores({ dataDir: folder.path, env });
  await expect(second).rejects.toThrow(`in use by process ${process.pid}`);
  expect(first.urls).toEqual(named);
});

test('with every address given nothing is embedded, and no tool is needed', async () => {
  await using folder = await makeFolder();
  const env = { PATH: '', DAILYFEED_CACHE: `${folder.path}/cache`, ...named };
  await using stores = await startStores({ dataDir: folder.path, env });
  expect(stores.embedded).toEqual({});
  expect(stores.urls).toEqual(named);
  expect(await readdir(folder.path)).not.toContain('cache');
});

test('a primary and a Redis given alone are used for reading and caching too', async () => {
  await using folder = await makeFolder();
  const { CONTENT_READ_URL: _replicas, REDIS_CACHE_URL: _cache, ...given } = named;
  await using stores = await startStores({ dataDir: folder.path, env: { PATH: '', ...given } });
  expect(stores.urls.CONTENT_READ_URL).toBe(named.CONTENT_DATABASE_URL);
  expect(stores.urls.REDIS_CACHE_URL).toBe(named.REDIS_URL);
});

test('caches have a Redis of their own, which holds so much, lets go of the rest, and keeps no file', async () => {
  await using folder = await makeFolder();
  const env = { ...plainEnv(), ...named, REDIS_URL: '', REDIS_CACHE_URL: '' };
  await using stores = await startStores({ dataDir: folder.path, env, fresh: true });
  const { REDIS_URL, REDIS_CACHE_URL } = stores.urls;
  expect(REDIS_CACHE_URL).not.toBe(REDIS_URL);
  using stack = new DisposableStack();
  const connect = (url: string): Redis => stack.adopt(new Redis(url), (it) => it.disconnect());
  const [state, cache] = [connect(REDIS_URL), connect(REDIS_CACHE_URL)];
  expect(await state.config('GET', 'maxmemory-policy')).toEqual(['maxmemory-policy', 'noeviction']);

  await cache.config('SET', 'maxmemory', String((await usedBytes(cache)) + 2_000_000));
  await state.set('kept', 'kept');
  const piece = 'x'.repeat(100_000);
  for (let index = 0; index < 60; index += 1) await cache.set(`piece:${index}`, piece);
  expect(await cache.dbsize()).toBeLessThan(30);
  expect(await cache.exists('piece:59')).toBe(1);
  expect(await state.keys('*')).toEqual(['kept']);
  expect(await readdir(join(folder.path, 'redis-cache'))).toEqual([]);
});

test('a port that a stranger took is named, with the program that holds it', async () => {
  await using folder = await makeFolder();
  const env = { ...plainEnv(), ...named, REDIS_URL: '' };
  await using stores = await startStores({ dataDir: folder.path, env });
  const { redis } = stores.embedded;
  await redis?.kill();
  await using stranger = createServer();
  await new Promise<void>((resolve, reject) => {
    stranger.once('error', reject);
    stranger.listen(redis?.port, '127.0.0.1', resolve);
  });
  await expect(redis?.start()).rejects.toThrow(
    `Port ${redis?.port}, which Redis uses here, is taken by node (pid ${process.pid})`,
  );
});

test('the reading role may connect to content and may neither read, write nor look elsewhere', async () => {
  await using folder = await makeFolder();
  const env = { ...plainEnv(), ...named, CONTENT_DATABASE_URL: '', CONTENT_READ_URL: '' };
  await using stores = await startStores({ dataDir: folder.path, env, fresh: true });
  const { CONTENT_DATABASE_URL, CONTENT_READ_URL } = stores.urls;
  await query(CONTENT_DATABASE_URL, 'create table post (text text)');
  await expect(query(CONTENT_READ_URL, 'select 1')).resolves.toBeDefined();
  await expect(query(CONTENT_READ_URL, 'select * from post')).rejects.toMatchObject(denied);
  await expect(query(CONTENT_READ_URL, 'create table mine (id int)')).rejects.toMatchObject(denied);
  const elsewhere = new URL(CONTENT_READ_URL);
  elsewhere.pathname = '/member';
  await expect(query(elsewhere.href, 'select 1')).rejects.toMatchObject(denied);
});

test('servers end when the process that started them is killed', async () => {
  await using folder = await makeFolder();
  const holder = await startHolder(folder.path, { KAFKA_BROKERS: named.KAFKA_BROKERS });
  const { MEMBER_DATABASE_URL, REDIS_URL, MONGODB_URL } = holder.urls;
  const ports = [MEMBER_DATABASE_URL, REDIS_URL, MONGODB_URL].map((url) =>
    Number(new URL(url).port),
  );
  await killHolder(holder.child);
  const areFree = () => Promise.all(ports.map((port) => isPortFree(port)));
  await expect.poll(areFree, { timeout: 45_000 }).toEqual([true, true, true]);
});

const named = {
  MEMBER_DATABASE_URL: 'postgres://db.example/member',
  CONTENT_DATABASE_URL: 'postgres://db.example/content',
  CONTENT_READ_URL: 'postgres://replica.example/content',
  IMAGE_DATABASE_URL: 'postgres://db.example/image',
  SEARCH_DATABASE_URL: 'postgres://db.example/search',
  REDIS_URL: 'redis://redis.example',
  REDIS_CACHE_URL: 'redis://cache.example',
  KAFKA_BROKERS: 'kafka.example:9092',
  MONGODB_URL: 'mongodb://mongo.example/activity',
};
async function usedBytes(redis: Redis): Promise<number> {
  return Number(/used_memory:(\d+)/.exec(await redis.info('memory'))?.[1]);
}

const denied = { code: '42501' };

async function query(connectionString: string, text: string): Promise<unknown> {
  const client = new pg.Client({ connectionString });
  await client.connect();
  try {
    return await client.query(text);
  } finally {
    await client.end();
  }
}
