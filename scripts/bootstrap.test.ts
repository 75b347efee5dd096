import { execFile } from 'node:child_process';
import { mkdtemp, readdir, rm, symlink } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';

import { expect, test } from 'vitest';

import { root } from './paths.ts';

test('npm start on a machine without Java, Maven and Go names all three and starts nothing', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'dailyfeed-bare-'));
  await symlink(process.execPath, join(folder, 'node'));
  const env = { PATH: folder, HOME: folder };
  const attempt = promisify(execFile)('node', [join(root, 'scripts/bootstrap.mjs'), 'start'], {
    env,
  });
  const failure: unknown = await attempt.catch((err: unknown) => err);
  expect(failure).toMatchObject({
    code: 1,
    stdout: '',
    stderr: expect.stringMatching(
      /Java 17.*apt-get install.*Maven.*apt-get install.*Go 1\.21.*apt-get/s,
    ),
  });
  expect(await readdir(folder)).toEqual(['node']);
  await rm(folder, { recursive: true });
});

test('an unknown command is answered with those there are', async () => {
  const attempt = promisify(execFile)(process.execPath, [join(root, 'scripts/bootstrap.mjs'), 'x']);
  await expect(attempt).rejects.toMatchObject({
    code: 1,
    stderr: expect.stringContaining('start'),
  });
});
