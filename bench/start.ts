import { execFile, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { setTimeout as delay } from 'node:timers/promises';
import { promisify } from 'node:util';

import { parseRecord } from '@dailyfeed/dev-infra/process-record';

import { sumOf } from './figures.ts';
import { readShare } from './memory.ts';
import { report } from './report.ts';
import { readSpent, readStats } from './spent.ts';

/*
 * What a person waits for who types `npm start`: in a fresh clone of what is committed here, with empty caches, then
 * again; and what all of it takes of memory and of a processor, by process, once it has come to rest.
 */

const root = join(import.meta.dirname, '..');
const restMs = 30_000;
const address = /http:\/\/localhost:\d+/;

const folder = await mkdtemp(join(tmpdir(), 'dailyfeed-start-'));
try {
  const clone = join(folder, 'dailyfeed');
  await promisify(execFile)('git', ['clone', '--quiet', '--depth', '1', `file://${root}`, clone]);
  const first = await start(clone);
  await first[Symbol.asyncDispose]();
  await using second = await start(clone);
  await delay(restMs);
  const processes = await findProcesses(clone);
  const memory = await readMemories(processes);
  const idle = await readIdle(processes);
  await report('start', {
    'first start, empty caches, s': first.seconds,
    'second start, s': second.seconds,
    'memory of all, MB': sumOf(memory),
    ...named(memory, (name) => `memory of ${name}, MB`),
    'at rest, processor ms a second, all': sumOf(idle),
    ...named(idle, (name) => `at rest, processor ms a second, ${name}`),
  });
} finally {
  await rm(folder, { recursive: true, force: true });
}

/** Types `npm start` in `clone`, with a home of its own, and waits for the address. */
async function start(clone: string): Promise<{ seconds: number } & AsyncDisposable> {
  const { HOME: _home, XDG_CACHE_HOME: _caches, DAILYFEED_CACHE: _cache, ...env } = process.env;
  const startedAt = performance.now();
  const child = spawn('npm', ['start'], {
    cwd: clone,
    env: { ...withoutNpm(env), HOME: join(folder, 'home') },
    stdio: ['ignore', 'pipe', 'inherit'],
    // Told to stop together with what npm starts, as by a terminal.
    detached: true,
  });
  const ended = once(child, 'exit');
  const isUp = (async () => {
    for await (const line of createInterface(child.stdout)) {
      console.log(line);
      if (address.test(line)) return;
    }
    throw new Error('npm start has ended without an address');
  })();
  await isUp;
  const seconds = (performance.now() - startedAt) / 1000;
  child.stdout.resume();
  return {
    seconds,
    [Symbol.asyncDispose]: async () => {
      process.kill(-(child.pid ?? 0), 'SIGINT');
      await ended;
    },
  };
}

/** What npm tells those it starts would make the npm within this clone's own. */
function withoutNpm(env: NodeJS.ProcessEnv): NodeJS.ProcessEnv {
  const kept = Object.entries(env).filter(([name]) => !name.toLowerCase().startsWith('npm_'));
  const path = env['PATH']?.split(':').filter((part) => !part.startsWith(root));
  return { ...Object.fromEntries(kept), PATH: path?.join(':') };
}

/** Of each process that runs from `clone`, by name. */
async function findProcesses(clone: string): Promise<Record<string, number>> {
  const run = join(clone, '.dailyfeed/run');
  const pids: Record<string, number> = {};
  for (const file of (await readdir(run)).filter((name) => name.endsWith('.json'))) {
    const record = parseRecord(await readFile(join(run, file), 'utf8'));
    if (record && file !== 'owner.json') pids[file.replace('.json', '')] = record.pid;
  }
  return pids;
}

/** Megabytes of each process and of those it started, by name. */
async function readMemories(processes: Record<string, number>): Promise<Record<string, number>> {
  const stats = await readStats();
  const familyOf = (pid: number): number[] => [
    pid,
    ...stats.filter(({ parent }) => parent === pid).flatMap((child) => familyOf(child.pid)),
  ];
  const memories: Record<string, number> = {};
  for (const [name, pid] of Object.entries(processes)) {
    const shares = await Promise.all(familyOf(pid).map(readShare));
    memories[name] = shares.reduce((sum, share) => sum + share, 0);
  }
  return memories;
}

/** Milliseconds of a processor that each spends in a second in which nothing happens. */
async function readIdle(processes: Record<string, number>): Promise<Record<string, number>> {
  const before = await readSpent(processes);
  await delay(restMs);
  const after = await readSpent(processes);
  return Object.fromEntries(
    Object.entries(after).map(([name, ms]) => [name, (ms - (before[name] ?? 0)) / (restMs / 1000)]),
  );
}

function named(figures: Record<string, number>, toName: (name: string) => string) {
  return Object.fromEntries(
    Object.entries(figures).map(([name, figure]) => [toName(name), figure]),
  );
}
