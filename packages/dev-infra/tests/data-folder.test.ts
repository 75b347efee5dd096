import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';

import { expect, test } from 'vitest';

import { DataFolderInUseError, takeDataFolder } from '../src/data-folder.ts';
import { makeFolder } from './_harness.ts';

test('of several starts after a kill, one gets the folder', async () => {
  await using folder = await makeFolder();
  await mkdir(join(folder.path, 'run'));
  for (let round = 0; round < 20; round += 1) {
    await writeFile(join(folder.path, 'run', 'owner.json'), '{"pid":1,"identity":"another boot"}');
    const starts = Array.from({ length: 8 }, () => takeDataFolder(folder.path));
    const outcomes = await Promise.allSettled(starts);
    const taken = outcomes.filter((outcome) => outcome.status === 'fulfilled');
    const refused = outcomes.filter((outcome) => outcome.status === 'rejected');
    expect(taken).toHaveLength(1);
    for (const { reason } of refused) expect(reason).toBeInstanceOf(DataFolderInUseError);
    for (const { value } of taken) await value[Symbol.asyncDispose]();
  }
});

test('a start that was killed while it took the folder does not lock it', async () => {
  await using folder = await makeFolder();
  await mkdir(join(folder.path, 'run'));
  for (const name of ['owner.json', 'owner.lock']) {
    await writeFile(join(folder.path, 'run', name), '{"pid":1,"identity":"another boot"}');
  }
  await using owner = await takeDataFolder(folder.path);
  expect(owner).toBeDefined();
});
