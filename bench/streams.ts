import { once } from 'node:events';
import { Agent, type IncomingMessage, request } from 'node:http';
import { setTimeout as delay } from 'node:timers/promises';

import { signalChannelOf } from '@dailyfeed/contract/signal';

import { percentilesOf } from './figures.ts';
import { readMemory } from './memory.ts';
import { readOptions } from './options.ts';
import { findIds } from './people.ts';
import { logInAll } from './readers.ts';
import { report } from './report.ts';
import { startBenchSite } from './site.ts';
import { readSpent } from './spent.ts';
import { handleTurns } from './turns.ts';

/*
 * Two thousand open pages: what their streams take of the gateway and of activity while nothing happens, how soon each
 * is told of new posts when all are at once, and what is left of them when they have gone. A member has five pages.
 */

const streams = 2000;
const pagesEach = 5;
const signals = 10;
const patienceMs = 60_000;

const { members, seconds, profile } = readOptions({ perSecond: 1, seconds: 60 });
await using site = await startBenchSite({ members, profile });
const numbers = Array.from({ length: streams / pagesEach }, (_, index) => index + 1000);
const readers = await logInAll(site, numbers);
const ids = await findIds(site, numbers);
const agent = new Agent({ keepAlive: false, maxSockets: Number.POSITIVE_INFINITY });
const figures: Record<string, number> = {};
const watched = ['gateway', 'activity'] as const;

const before = await readResident();
const openedAt = performance.now();
const pages = await handleTurns(
  readers.flatMap((reader) => Array.from({ length: pagesEach }, () => reader)),
  50,
  async ({ headers }) => openPage(headers),
);
figures[`${streams} streams opened, s`] = (performance.now() - openedAt) / 1000;
await noteIdle();
const open = await readResident();
for (const name of watched) {
  figures[`${name}, without streams, MB`] = before[name];
  figures[`${name}, with ${streams}, MB`] = open[name];
  figures[`${name}, each stream, kB`] = ((open[name] - before[name]) * 1000) / streams;
}
Object.assign(figures, percentilesOf('from a signal to each of all pages', await signalAll()));

for (const page of pages) page.close();
const gone = AbortSignal.timeout(patienceMs);
while ((await site.redis.pubsub('CHANNELS', signalChannelOf('*'))).length > 0) {
  await delay(50, undefined, { signal: gone });
}
await report(`streams-${members}`, figures);
agent.destroy();

type Page = { heard(text: string): Promise<number>; close(): void };

/** Resolves once the page was told how things are. */
async function openPage(headers: Record<string, string>): Promise<Page> {
  const sent = request(`${site.url}/api/activity/stream.member`, {
    agent,
    headers: { ...headers, accept: 'text/event-stream' },
  }).end();
  const [answer] = (await once(sent, 'response')) as [IncomingMessage]; // as its documentation says
  if (answer.statusCode !== 200) throw new Error(`A stream was answered ${answer.statusCode}`);
  let waiting: { text: string; tell: (at: number) => void } | undefined;
  let rest = '';
  answer.setEncoding('utf8').on('data', (chunk: string) => {
    rest += chunk;
    if (waiting && rest.includes(waiting.text)) waiting.tell(performance.now());
    // What is whole has been looked at.
    rest = rest.slice(rest.lastIndexOf('\n\n') + 1);
  });
  answer.on('error', () => undefined); // it is closed from here
  const page: Page = {
    heard: (text) =>
      new Promise((resolve, reject) => {
        const timer = setTimeout(() => reject(new Error(`${text} was not heard`)), patienceMs);
        const tell = (at: number): void => {
          clearTimeout(timer);
          waiting = undefined;
          resolve(at);
        };
        waiting = { text, tell };
      }),
    close: () => sent.destroy(),
  };
  await page.heard('unread');
  return page;
}

async function readResident(): Promise<Record<(typeof watched)[number], number>> {
  const pids = site.pids();
  const [gateway, activity] = await Promise.all(
    watched.map(async (name) => (await readMemory(pids[name] ?? 0)).resident),
  );
  return { gateway: gateway ?? 0, activity: activity ?? 0 };
}

/** What of a second of a processor each process spends while all pages are open and nothing happens. */
async function noteIdle(): Promise<void> {
  const start = await readSpent(site.pids());
  await delay(seconds * 1000);
  for (const [name, ms] of Object.entries(await readSpent(site.pids()))) {
    figures[`idle, ${name}, ms of a processor each second`] = (ms - (start[name] ?? 0)) / seconds;
  }
}

/** Every page of every member is told of new posts; gives how long each took. */
async function signalAll(): Promise<number[]> {
  const delays: number[] = [];
  for (let round = 0; round < signals; round += 1) {
    const heard = pages.map((page) => page.heard('"feed"'));
    const startedAt = performance.now();
    await Promise.all(ids.map((id) => site.redis.publish(signalChannelOf(id), 'feed')));
    delays.push(...(await Promise.all(heard)).map((at) => at - startedAt));
    // A page is told four times a second at most.
    await delay(300);
  }
  return delays;
}
