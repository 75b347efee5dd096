import { execFile } from 'node:child_process';
import { appendFile, mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';

import { logsDir, root } from './paths.ts';
import { programEnv } from './run-program.ts';

/** Writes the database clients that services import. */
export async function generateClients(signal: AbortSignal): Promise<void> {
  await turbo(['generate'], signal);
}

/** Builds the pages, unless they are built from these very sources. */
export async function buildWeb(signal: AbortSignal): Promise<void> {
  await turbo(['build', '--filter=@dailyfeed/web'], signal);
}

async function turbo(args: string[], signal: AbortSignal): Promise<void> {
  const command = join(root, 'node_modules', '.bin', 'turbo');
  const options = { cwd: root, env: programEnv(), signal, maxBuffer: 64 * 1024 * 1024 };
  const log = join(logsDir, 'build.log');
  await mkdir(logsDir, { recursive: true });
  try {
    const { stdout, stderr } = await promisify(execFile)(command, ['run', ...args], options);
    await appendFile(log, stdout + stderr);
  } catch (err) {
    const { stdout = '', stderr = '' } = err as { stdout?: string; stderr?: string }; // as promisify(execFile) rejects
    await appendFile(log, stdout + stderr);
    const tail = (stdout + stderr).trim().split('\n').slice(-25).join('\n');
    throw new Error(`turbo run ${args.join(' ')} failed (all of it: ${log})\n${tail}`, {
      cause: err,
    });
  }
}
