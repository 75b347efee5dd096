import { execFile } from 'node:child_process';
import { chmod, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';

import { expect, onTestFinished, test } from 'vitest';

import { unprivileged } from '../src/unprivileged.ts';

test('whom root starts is not root, and may look for a program in a folder of root alone', async () => {
  // As `initdb` looks for `postgres`, in a clone under /root say: by access(2).
  const folder = await mkdtemp(join(tmpdir(), 'dailyfeed-private-'));
  onTestFinished(() => rm(folder, { recursive: true }));
  const program = join(folder, 'program');
  await writeFile(program, '', { mode: 0o755 });
  await chmod(folder, 0o700);

  const look = `require('node:fs').accessSync(process.argv[1], fs.constants.X_OK); console.log(process.getuid())`;
  const command = unprivileged(process.execPath, ['--eval', look, program]);

  const { stdout } = await promisify(execFile)(command.path, command.args);
  expect(Number(stdout)).not.toBe(0);
});
