import { pino } from 'pino';
import { expect, test, vi } from 'vitest';

import { type Job, type JobFacts, runJobOnce, startJob } from './job.ts';
import type { Lease } from './lease.ts';

type Line = { level: number; job: string; msg: string } & Record<string, unknown>;

function createLog() {
  const lines: Line[] = [];
  const log = pino(
    { level: 'debug', base: null },
    { write: (line: string) => void lines.push(JSON.parse(line)) },
  );
  return { log, lines, messages: () => lines.map(({ msg }) => msg) };
}

function createJob(run: (signal: AbortSignal) => Promise<JobFacts>): Job {
  return { name: 'count', firstAfterMs: 0, everyMs: 1, run };
}

const elsewhere: Lease = () => Promise.resolve({ isHeld: false });

test('a job runs again and again, and a line tells of each run that did something', async () => {
  const { log, lines } = createLog();
  let runs = 0;
  const job = createJob(() => {
    runs += 1;
    return Promise.resolve(runs % 2 === 0 ? { removed: runs } : undefined);
  });
  {
    await using _running = startJob(job, { log });
    await vi.waitFor(() => expect(runs).toBeGreaterThan(4), { timeout: 30_000 });
  }
  expect(lines[0]).toMatchObject({ job: 'count', removed: 2, msg: 'job done' });
  expect(lines).toHaveLength(Math.floor(runs / 2));
});

test('a failing job is tried again; its first failure is an error, and its recovery is told', async () => {
  const { log, lines, messages } = createLog();
  let runs = 0;
  const job = createJob(() => {
    runs += 1;
    return runs <= 3 ? Promise.reject(new Error('away')) : Promise.resolve(undefined);
  });
  {
    await using _running = startJob(job, { log });
    await vi.waitFor(() => expect(messages()).toContain('job works again'), { timeout: 30_000 });
  }
  expect(messages()).toEqual(['job failed', 'job failed', 'job failed', 'job works again']);
  expect(lines.map(({ level }) => level)).toEqual([50, 20, 20, 30]);
});

test('a job that is not due waits for a later look; its command does not ask', async () => {
  const { log } = createLog();
  let looks = 0;
  const run = vi.fn<Job['run']>(() => Promise.resolve(undefined));
  const isDue = (): Promise<boolean> => {
    looks += 1;
    return Promise.resolve(looks === 3);
  };
  const job = { ...createJob(run), isDue };
  {
    await using _running = startJob(job, { log });
    await vi.waitFor(() => expect(looks).toBeGreaterThan(4), { timeout: 30_000 });
  }
  expect(run).toHaveBeenCalledTimes(1);
  await runJobOnce(job, { log });
  expect(run).toHaveBeenCalledTimes(2);
});

test('disposing asks the run under way to end, and waits for it', async () => {
  const { log } = createLog();
  const { promise: begun, resolve: begin } = Promise.withResolvers<void>();
  let hasEnded = false;
  const job = createJob(async (signal) => {
    begin();
    await new Promise((resolve) => signal.addEventListener('abort', resolve));
    hasEnded = true;
    return undefined;
  });
  const running = startJob(job, { log });
  await begun;
  await running[Symbol.asyncDispose]();
  expect(hasEnded).toBe(true);
});

test('a job whose lease another process holds is not run', async () => {
  const { log, messages } = createLog();
  const run = vi.fn<Job['run']>();
  expect(await runJobOnce(createJob(run), { log, lease: elsewhere })).toBe(0);
  expect(run).not.toHaveBeenCalled();
  expect(messages()).toEqual(['job runs elsewhere']);
});

test('run once, a job says so when there was nothing to do, and exits with 1 when it failed', async () => {
  const { log, messages } = createLog();
  const idle = createJob(() => Promise.resolve(undefined));
  const failing = createJob(() => Promise.reject(new Error('away')));
  expect(await runJobOnce(idle, { log })).toBe(0);
  expect(await runJobOnce(failing, { log })).toBe(1);
  expect(messages()).toEqual(['nothing to do', 'job failed']);
});
