import { chmod, mkdir, readdir, utimes, writeFile } from 'node:fs/promises';
import { hostname } from 'node:os';
import { join } from 'node:path';

import { expect, test } from 'vitest';

import { makeOnce } from '../src/cache.mjs';
import { planStores } from '../src/prepare.mjs';
import { makeFolder } from './_harness.ts';

test('missing tools are all named at once, with the commands that bring them, before anything is made', async () => {
  await using folder = await makeFolder();
  const cache = join(folder.path, 'cache');
  const plan = planStores({ env: { PATH: folder.path, DAILYFEED_CACHE: cache } });
  await expect(plan).rejects.toThrow(/Java 17 or later\n.*apt-get install -y openjdk-17/);
  await expect(plan).rejects.toThrow(/Maven\n.*apt-get install -y maven\n.*brew install maven/);
  await expect(plan).rejects.toThrow(/Go 1\.21 or later\n.*apt-get install -y golang-go/);
  await expect(plan).rejects.toMatchObject({ missing: { length: 3 } });
  expect(await readdir(folder.path)).toEqual([]);
});

test('a store that is named by its variable needs none of its tools', async () => {
  await using folder = await makeFolder();
  const env = { PATH: '', DAILYFEED_CACHE: join(folder.path, 'cache'), KAFKA_BROKERS: 'k:9092' };
  const plan = planStores({ env: { ...env, REDIS_URL: 'redis://r' } });
  await expect(plan).rejects.toMatchObject({ missing: [{ tool: 'Go 1.21 or later' }] });
});

test('a Java that is too old is named with its version', async () => {
  await using folder = await makeFolder();
  const java = join(folder.path, 'java');
  await writeFile(java, '#!/bin/sh\necho \'openjdk version "11.0.2" 2019-01-15\' >&2\n');
  await chmod(java, 0o755);
  const plan = planStores({ env: { PATH: folder.path, DAILYFEED_CACHE: folder.path } });
  await expect(plan).rejects.toThrow(`Java 17 or later (found only 11.0.2 at ${java})`);
});

test('a Redis and a mongod on PATH are taken as they are, and need nothing made', async () => {
  await using folder = await makeFolder();
  await writeProgram(folder.path, 'redis-server', 'Redis server v=7.0.15 sha=0 bits=64');
  await writeProgram(folder.path, 'mongod', 'db version v7.0.5');
  const env = { PATH: folder.path, DAILYFEED_CACHE: folder.path, KAFKA_BROKERS: 'k:9092' };
  const plan = await planStores({ env });
  expect(plan.steps).toEqual([]);
  expect(await plan.run()).toEqual({
    redis: join(folder.path, 'redis-server'),
    mongo: { engine: 'mongod', path: join(folder.path, 'mongod') },
  });
});

test('two that make the same entry at once make it once', async () => {
  await using folder = await makeFolder();
  const entry = entryIn(folder.path);
  let made = 0;
  const make = async (temporary: string) => {
    made += 1;
    await writeFile(join(temporary, 'file'), 'whole');
  };
  await Promise.all([makeOnce({ ...entry, make }), makeOnce({ ...entry, make })]);
  expect(made).toBe(1);
  expect(await readdir(folder.path)).toEqual(['entry']);
});

test('an entry whose making fails is absent, and can be made again', async () => {
  await using folder = await makeFolder();
  const entry = entryIn(folder.path);
  const failing = makeOnce({ ...entry, make: () => Promise.reject(new Error('no network')) });
  await expect(failing).rejects.toThrow('no network');
  expect(await readdir(folder.path)).toEqual([]);
  await makeOnce({ ...entry, make: () => Promise.resolve() });
  expect(await readdir(folder.path)).toEqual(['entry']);
});

test.for([
  ['of a process that is gone', { pid: 2 ** 30, host: hostname() }, Date.now()],
  ['of another machine, untouched for a minute', { pid: 1, host: 'other' }, Date.now() - 60_000],
] as const)('a lock %s is taken over', async ([, holder, touchedAt]) => {
  await using folder = await makeFolder();
  const entry = entryIn(folder.path);
  await writeFile(entry.lock, JSON.stringify(holder));
  await utimes(entry.lock, new Date(touchedAt), new Date(touchedAt));
  await makeOnce({ ...entry, make: () => Promise.resolve() });
  expect(await readdir(folder.path)).toEqual(['entry']);
});

function entryIn(folder: string): { folder: string; lock: string } {
  return { folder: join(folder, 'entry'), lock: join(folder, 'entry.lock') };
}

async function writeProgram(folder: string, name: string, output: string): Promise<void> {
  await mkdir(folder, { recursive: true });
  await writeFile(join(folder, name), `#!/bin/sh\necho '${output}'\n`);
  await chmod(join(folder, name), 0o755);
}
