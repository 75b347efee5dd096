import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as passTime } from 'node:timers/promises';

import { expect, test, vi } from 'vitest';

import { startStores } from '../src/stores.ts';
import {
  keptFacts,
  killHolder,
  makeFolder,
  plainEnv,
  readFacts,
  spawnHolder,
  startHolder,
  writeFacts,
} from './_harness.ts';

// Several starts of four servers, on a machine that may be busy.
vi.setConfig({ testTimeout: 60_000 });

test('nothing acknowledged is lost when everything is killed at once', async () => {
  await using folder = await makeFolder();
  const holder = await startHolder(folder.path);
  await writeFacts(holder.urls);
  for (const pid of holder.pids) process.kill(pid, 'SIGKILL');
  await killHolder(holder.child);
  await using stores = await startStores({ dataDir: folder.path, env: plainEnv() });
  expect(await readFacts(stores.urls)).toEqual(keptFacts);
});

test('a first start that is killed at any moment leaves a folder that starts', async () => {
  await using folder = await makeFolder();
  for (const moment of [300, 700, 1_200]) {
    const child = spawnHolder(folder.path);
    // Time is the thing under test here: the kill falls into whatever the start is doing by then.
    await passTime(moment);
    await killHolder(child);
  }
  await using stores = await startStores({ dataDir: folder.path, env: plainEnv(), fresh: true });
  await writeFacts(stores.urls);
  expect(await readFacts(stores.urls)).toEqual(keptFacts);
});

test('half-made data and torn records of a killed start are swept away', async () => {
  await using folder = await makeFolder();
  for (const name of ['postgres.making-1', 'kafka.making-1', 'run']) {
    await mkdir(join(folder.path, name));
  }
  await writeFile(join(folder.path, 'postgres.making-1', 'PG_VERSION'), '18');
  await writeFile(join(folder.path, 'kafka.making-1', 'meta.properties'), 'version=1');
  await writeFile(join(folder.path, 'run', 'postgres.json'), '{"pid":');
  await writeFile(join(folder.path, 'run', 'redis.json'), '{"pid":1,"identity":"another boot"}');
  await writeFile(join(folder.path, 'run', 'owner.json'), '');
  await using stores = await startStores({ dataDir: folder.path, env: plainEnv(), fresh: true });
  expect(Object.keys(stores.embedded)).toHaveLength(5);
});

test('a pid file whose pid went to another program does not keep PostgreSQL from starting', async () => {
  await using folder = await makeFolder();
  const options = { dataDir: folder.path, env: { ...plainEnv(), ...notPostgres }, fresh: true };
  const first = await startStores(options);
  await first[Symbol.asyncDispose]();
  // Our own parent, which lives as long as this test.
  await writeFile(join(folder.path, 'postgres', 'postmaster.pid'), `${process.ppid}\n`);
  await using second = await startStores(options);
  expect(second.embedded.postgres?.pid).toBeGreaterThan(0);
});

const notPostgres = {
  REDIS_URL: 'redis://redis.example',
  KAFKA_BROKERS: 'kafka.example:9092',
  MONGODB_URL: 'mongodb://mongo.example/activity',
};
