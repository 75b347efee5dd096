import { setTimeout as delay } from 'node:timers/promises';

import type { Lease, LeaseOutcome } from './lease.ts';
import type { Log } from './log.ts';

/** What a run came to, for the log; `undefined` when there was nothing to do, which is not worth a line. */
export type JobFacts = Record<string, unknown> | undefined;

/** Something that is to be done again and again. */
export type Job = {
  /** Kebab-case; also the name of its lease, its command and its runbook. */
  name: string;
  everyMs: number;
  /** From the start of the process to the first run: `everyMs` unless given. */
  firstAfterMs?: number;
  /**
   * Whether a service that runs it by itself is to do so now, asked behind the lease; always, unless given. Who runs it
   * by its command has decided that.
   */
  isDue?(): Promise<boolean>;
  /** Does what is due. A kill may end it at any point, and the next run goes on; it ends early once `signal` aborts. */
  run(signal: AbortSignal): Promise<JobFacts>;
};

export type JobOptions = {
  log: Log;
  /** Keeps other processes from the same job meanwhile; without one, the job itself sees to that or bears it. */
  lease?: Lease;
};

/**
 * Runs a job for as long as the service runs, whether or not a scheduler does so too. A failure is logged and the next
 * look tries again. Disposing waits for the run under way.
 */
export function startJob(job: Job, options: JobOptions): AsyncDisposable {
  const stopping = new AbortController();
  const live = async (): Promise<void> => {
    let waitMs = job.firstAfterMs ?? job.everyMs;
    let isFailing = false;
    while (await pause(waitMs, stopping.signal)) {
      // The first failure in a row is news; the others are not.
      const level = isFailing ? 'debug' : 'error';
      const outcome = await runAndTell(whenDue(job), options, { stop: stopping.signal, level });
      if (isFailing && outcome !== 'failed') options.log.info({ job: job.name }, 'job works again');
      isFailing = outcome === 'failed';
      waitMs = job.everyMs;
    }
  };
  const living = live();
  return {
    [Symbol.asyncDispose]: async () => {
      stopping.abort();
      await living;
    },
  };
}

/** Runs a job once, as its command does; the exit code is 1 when it failed. SIGTERM and SIGINT end it early. */
export async function runJobOnce(job: Job, options: JobOptions): Promise<number> {
  const stopping = new AbortController();
  const stop = (): void => stopping.abort();
  process.once('SIGTERM', stop);
  process.once('SIGINT', stop);
  try {
    const outcome = await runAndTell(job, options, { stop: stopping.signal, level: 'error' });
    if (outcome === 'failed') return 1;
    if (!outcome.isHeld) options.log.info({ job: job.name }, 'job runs elsewhere');
    else if (outcome.value === undefined) options.log.info({ job: job.name }, 'nothing to do');
    return 0;
  } finally {
    process.off('SIGTERM', stop);
    process.off('SIGINT', stop);
  }
}

function whenDue(job: Job): Job {
  const run: Job['run'] = async (signal) =>
    job.isDue && !(await job.isDue()) ? undefined : job.run(signal);
  return { ...job, run };
}

async function runAndTell(
  job: Job,
  { log, lease }: JobOptions,
  { stop, level }: { stop: AbortSignal; level: 'error' | 'debug' },
): Promise<LeaseOutcome<JobFacts> | 'failed'> {
  try {
    const outcome: LeaseOutcome<JobFacts> = lease
      ? await lease(job.name, (lost) => job.run(AbortSignal.any([stop, lost])))
      : { isHeld: true, value: await job.run(stop) };
    if (outcome.isHeld && outcome.value) log.info({ job: job.name, ...outcome.value }, 'job done');
    return outcome;
  } catch (error) {
    log[level]({ job: job.name, err: error }, 'job failed');
    return 'failed';
  }
}

/** False when there is nothing to wait for any more. */
async function pause(ms: number, signal: AbortSignal): Promise<boolean> {
  return delay(ms, true, { signal, ref: false }).catch(() => false);
}
