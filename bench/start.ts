import { execFile, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { setTimeout as delay } from 'node:timers/promises';
import { promisify } from 'node:util';

import { parseRecord } from '@dailyfeed/dev-infra/process-record';

import { readShare } from './memory.ts';
import { report } from './report.ts';
import { readStats } from './spent.ts';

/*
 * What a person waits for who types `npm start`: in a fresh clone of what is committed here, with empty caches, then
 * again; and what all of it takes of memory, by process, once it has come to rest.
 */

const root = join(import.meta.dirname, '..');
const restMs = 30_000;
const address = /http:\/\/localhost:\d+/;

const folder = await mkdtemp(join(tmpdir(), 'dailyfeed-start-'));
try {
  const clone = join(folder, 'dailyfeed');
  await promisify(execFile)('git', ['clone', '--quiet', '--depth', '1', `file://${root}`, clone]);
  const first = await start(clone);
  await first.stop();
  const second = await start(clone);
  await delay(restMs);
  const memory = await readMemories(clone);
  await second.stop();
  await report('start', {
    'first start, empty caches, s': first.seconds,
    'second start, s': second.seconds,
    'memory of all, MB': Object.values(memory).reduce((sum, megabytes) => sum + megabytes, 0),
    ...Object.fromEntries(
      Object.entries(memory).map(([name, megabytes]) => [`memory of ${name}, MB`, megabytes]),
    ),
  });
} finally {
  await rm(folder, { recursive: true, force: true });
}

/** Types `npm start` in `clone`, with a home of its own, and waits for the address. */
async function start(clone: string): Promise<{ seconds: number; stop(): Promise<void> }> {
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
    stop: async () => {
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

/** Megabytes of each process that runs from `clone`, and of those it started, by name. */
async function readMemories(clone: string): Promise<Record<string, number>> {
  const run = join(clone, '.dailyfeed/run');
  const stats = await readStats();
  const familyOf = (pid: number): number[] => [
    pid,
    ...stats.filter(({ parent }) => parent === pid).flatMap((child) => familyOf(child.pid)),
  ];
  const memories: Record<string, number> = {};
  for (const file of (await readdir(run)).filter((name) => name.endsWith('.json'))) {
    const record = parseRecord(await readFile(join(run, file), 'utf8'));
    if (!record) continue;
    // Whoever started all of them counts alone.
    const [name, pids] =
      file === 'owner.json'
        ? ['npm start', [record.pid]]
        : [file.replace('.json', ''), familyOf(record.pid)];
    const shares = await Promise.all(pids.map(readShare));
    memories[name] = shares.reduce((sum, share) => sum + share, 0);
  }
  return memories;
}
