import { randomUUID } from 'node:crypto';
import { Agent, request } from 'node:http';
import { json } from 'node:stream/consumers';

import { percentile } from './figures.ts';
import { LoadJob, type LoadResult } from './load-job.ts';

/*
 * Makes load, in a process of its own. At a given pace a request counts from the moment it was due, sent or not: who
 * waits for the answers before has waited too.
 */

const job = LoadJob.parse(await json(process.stdin));
const agent = new Agent({ keepAlive: true, maxSockets: 256 });
const latencies: number[] = [];
const failed: Record<string, number> = {};
let begun = 0;

const cpu = process.cpuUsage();
const startedAt = performance.now();
const endAt = startedAt + job.seconds * 1000;
await ('perSecond' in job.pace ? runPaced(job.pace.perSecond) : runAtOnce(job.pace.atOnce));
const seconds = (performance.now() - startedAt) / 1000;
agent.destroy();
const { user, system } = process.cpuUsage(cpu);
const result: LoadResult = {
  answered: latencies.length,
  failed,
  seconds,
  p50: percentile(latencies, 0.5),
  p95: percentile(latencies, 0.95),
  p99: percentile(latencies, 0.99),
  cpuSeconds: (user + system) / 1e6,
};
process.stdout.write(JSON.stringify(result));

async function runPaced(perSecond: number): Promise<void> {
  const pending = new Set<Promise<void>>();
  while (performance.now() < endAt && isMore()) {
    const dueAt = startedAt + (begun * 1000) / perSecond;
    const early = dueAt - performance.now();
    if (early > 0) await new Promise((resolve) => setTimeout(resolve, early));
    const sent = send(dueAt).finally(() => pending.delete(sent));
    pending.add(sent);
  }
  await Promise.all(pending);
}

async function runAtOnce(atOnce: number): Promise<void> {
  const worker = async (): Promise<void> => {
    while (performance.now() < endAt && isMore()) await send(performance.now());
  };
  await Promise.all(Array.from({ length: atOnce }, worker));
}

function isMore(): boolean {
  return job.count === undefined || begun < job.count;
}

async function send(dueAt: number): Promise<void> {
  const next = job.requests[begun % job.requests.length];
  begun += 1;
  if (next === undefined) return;
  const outcome = await exchange(next);
  // What a browser has already is not sent again, which is as good.
  if (outcome.startsWith('2') || outcome === '304') latencies.push(performance.now() - dueAt);
  else failed[outcome] = (failed[outcome] ?? 0) + 1;
}

/** The status of the answer, or what kept it from coming. */
function exchange({ path, headers, body }: LoadJob['requests'][number]): Promise<string> {
  return new Promise((resolve) => {
    const method = body === undefined ? 'GET' : 'POST';
    const sent = request(`${job.origin}${path}`, { method, headers, agent }, (answer) => {
      answer.once('end', () => resolve(String(answer.statusCode)));
      answer.once('error', () => resolve('cut off'));
      answer.resume();
    });
    sent.once('error', (err: NodeJS.ErrnoException) => resolve(err.code ?? 'error'));
    sent.end(body?.replace('{uuid}', randomUUID()));
  });
}
