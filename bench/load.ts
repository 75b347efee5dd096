import { spawn } from 'node:child_process';
import { join } from 'node:path';
import { json } from 'node:stream/consumers';

import { sumOf } from './figures.ts';
import { LoadJob, LoadResult } from './load-job.ts';
import type { BenchSite } from './site.ts';
import { readSpent, type Spent } from './spent.ts';

/** What came of the load, and what each process of the site spent on one answer, in ms of a processor. */
export type Measured = LoadResult & { spent: Spent };

/** Has a process of its own make load at the gateway. */
export async function runLoad(site: BenchSite, job: Omit<LoadJob, 'origin'>): Promise<Measured> {
  const program = join(import.meta.dirname, 'load-process.ts');
  const before = await readSpent(site.pids());
  const child = spawn(process.execPath, [program], { stdio: ['pipe', 'pipe', 'inherit'] });
  child.stdin.end(JSON.stringify(LoadJob.parse({ ...job, origin: site.url })));
  const result = LoadResult.parse(await json(child.stdout));
  const after = await readSpent(site.pids());
  if (result.answered === 0) throw new Error(`Nothing was answered: ${JSON.stringify(result)}`);
  const spent = Object.entries(after).map(([name, ms]) => [
    name,
    (ms - (before[name] ?? 0)) / result.answered,
  ]);
  return { ...result, spent: Object.fromEntries(spent) };
}

/** The figures of one load, named by what it was: how long answers took, what failed, what an answer cost. */
export function toFigures(what: string, measured: Measured): Record<string, number> {
  const { p50, p95, p99, spent, failed, answered } = measured;
  const failures = sumOf(failed);
  if (failures > 0) console.log(`${what}: ${JSON.stringify(failed)}`);
  return {
    [`${what}, ms, p50`]: p50,
    [`${what}, ms, p95`]: p95,
    [`${what}, ms, p99`]: p99,
    [`${what}, failed of 1,000`]: (failures * 1000) / (failures + answered),
    [`${what}, processor ms each`]: sumOf(spent),
  };
}

/** What an answer cost by process. */
export function toCosts(what: string, { spent }: Measured): Record<string, number> {
  return Object.fromEntries(
    Object.entries(spent).map(([name, ms]) => [`${what}, processor ms of ${name}`, ms]),
  );
}
