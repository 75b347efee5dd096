import { mkdtemp, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import chromium from '@sparticuz/chromium';
import type { TestProject } from 'vitest/node';

import { until } from '../src/until.ts';

declare module 'vitest' {
  interface ProvidedContext {
    /** Holds a file for each process that has a site, named by its id. */
    siteDir: string;
  }
}

/** How long a site may take to end. */
const endMs = 60_000;

/**
 * Unpacks the browser before any worker does: another that comes meanwhile would take half of it for the whole. At the
 * end waits for the sites of workers, for which vitest itself would not: they need the stores, which end after this.
 * @returns the tear-down
 */
export async function setup(project: TestProject): Promise<() => Promise<void>> {
  await chromium.executablePath();
  const siteDir = await mkdtemp(join(tmpdir(), 'dailyfeed-sites-'));
  project.provide('siteDir', siteDir);
  return async () => {
    const running = async () => (await readdir(siteDir)).filter((pid) => isAlive(Number(pid)));
    await until(running, (pids) => pids.length === 0, endMs);
    await rm(siteDir, { recursive: true });
  };
}

function isAlive(pid: number): boolean {
  try {
    return process.kill(pid, 0);
  } catch {
    return false;
  }
}
