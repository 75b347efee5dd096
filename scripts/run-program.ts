import { spawn } from 'node:child_process';
import { join } from 'node:path';

import { cacheFolder } from '@dailyfeed/dev-infra/prepare';

import { root } from './paths.ts';

/** Where the project's own programs are; first of all `node`, which is newer than the machine's may be. */
const binaries = join(root, 'node_modules', '.bin');

/** The environment in which the project's programs find each other and report to nobody. */
export function programEnv(): NodeJS.ProcessEnv {
  return {
    ...process.env,
    PATH: `${binaries}:${process.env['PATH'] ?? ''}`,
    // Beside the stores' programs, so that a second clone finds what the first has built.
    TURBO_CACHE_DIR: join(cacheFolder(process.env), 'turbo'),
    TURBO_TELEMETRY_DISABLED: '1',
    NEXT_TELEMETRY_DISABLED: '1',
    // Stands in for the engine that Prisma's command line looks for and dailyfeed does not use.
    PRISMA_SCHEMA_ENGINE_BINARY: '/bin/true',
  };
}

/** Runs a program of the project in this terminal; the exit code tells how it went. */
export function runProgram(
  name: string,
  args: string[],
  env: Record<string, string> = {},
): Promise<number> {
  const child = spawn(name, args, {
    cwd: root,
    env: { ...programEnv(), ...env },
    stdio: ['ignore', 'inherit', 'inherit'],
  });
  return new Promise((resolve, reject) => {
    child.once('error', reject);
    child.once('exit', (code) => resolve(code ?? 1));
  });
}
