import { mkdtemp, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import type { TestProject } from 'vitest/node';

import { until } from './until.ts';

declare module 'vitest' {
  interface ProvidedContext {
    /** Holds a file for each process that has something which its files share, named by its id. */
    workerDir: string;
  }
}

/** How long what a worker shares may take to end. */
const endMs = 180_000;

/**
 * At the end waits for what workers share, for which vitest itself would not: it needs the stores, which end after this.
 * @returns the tear-down
 */
export async function setup(project: TestProject): Promise<() => Promise<void>> {
  const workerDir = await mkdtemp(join(tmpdir(), 'dailyfeed-workers-'));
  project.provide('workerDir', workerDir);
  return async () => {
    const running = async () => (await readdir(workerDir)).filter((pid) => isAlive(Number(pid)));
    await until(running, (pids) => pids.length === 0, endMs);
    await rm(workerDir, { recursive: true });
  };
}

function isAlive(pid: number): boolean {
  try {
    return process.kill(pid, 0);
  } catch {
    return false;
  }
}
