import { randomUUID } from 'node:crypto';

import { signalChannelOf } from '@dailyfeed/contract/signal';
import * as z from 'zod';

import { percentilesOf } from './figures.ts';
import { readOptions } from './options.ts';
import { findIds, query } from './people.ts';
import { logInAll } from './readers.ts';
import { report } from './report.ts';
import { type BenchSite, startBenchSite } from './site.ts';
import { handleTurns } from './turns.ts';
import { fanOutFollowersOf } from './world/graph.ts';
import { fanOutAuthor, sizeOf } from './world/size.ts';

/*
 * From the acknowledgement of a post until it is in the home timelines of all the author's followers, each of whom has
 * one. A follower's page is told as soon as the post is in the timeline, so it is there when the signal comes; some
 * followers read their feed through the gateway to see that it is.
 */

const posts = 20;
/** A timeline as someone has it who reads now and then; up to 800 are kept of it. */
const timelineLength = 200;
const patienceMs = 120_000;
/** Above what fans out by default: this is what that would cost, did everybody get it. */
const fanOutToAll = { timeline: { FANOUT_FOLLOWER_MAX: '20000' } };

const { members, profile } = readOptions({ perSecond: 1, seconds: 1 });
await using site = await startBenchSite({ members, profile, env: fanOutToAll });
const numbers = fanOutFollowersOf(sizeOf(members));
const followerIds = await findIds(site, numbers);
const [author] = await logInAll(site, [fanOutAuthor]);
const readers = await logInAll(
  site,
  numbers.filter((_, index) => index % 500 === 0),
);
await makeTimelines(site, followerIds);

const untilEach: number[] = [];
const untilLast: number[] = [];
const untilAcknowledged: number[] = [];
await using signals = await hearSignals(site, followerIds);
for (let count = 0; count < posts; count += 1) {
  const heard = signals.waitForAll(patienceMs);
  const startedAt = performance.now();
  const postId = await writePost();
  const acknowledgedAt = performance.now();
  const delays = (await heard).map((at) => Math.max(0, at - acknowledgedAt));
  untilAcknowledged.push(acknowledgedAt - startedAt);
  untilEach.push(...delays);
  untilLast.push(Math.max(...delays));
  await checkFeeds(postId);
}
const what = `post in ${numbers.length.toLocaleString('en')} feeds`;
await report(`fanout-${members}`, {
  ...percentilesOf('acknowledged', untilAcknowledged),
  ...percentilesOf(`${what}, each`, untilEach),
  ...percentilesOf(`${what}, the last`, untilLast),
  'timelines written/s': (1000 * untilEach.length) / untilLast.reduce((sum, ms) => sum + ms, 0),
});

/** Writes one as a client does: asked to come back, it sends the same again. */
async function writePost(): Promise<string> {
  const Created = z.object({ result: z.object({ data: z.object({ id: z.string() }) }) });
  const idempotencyKey = randomUUID();
  for (;;) {
    const answer = await fetch(`${site.url}/api/content/post.create`, {
      method: 'POST',
      headers: { ...author?.headers, 'content-type': 'application/json' },
      body: JSON.stringify({ text: 'Good morning, all of you.', idempotencyKey }),
    });
    const body: unknown = await answer.json();
    if (answer.status !== 503) return Created.parse(body).result.data.id;
  }
}

async function checkFeeds(postId: string): Promise<void> {
  const path = `feed.following?input=${encodeURIComponent(JSON.stringify({ limit: 5 }))}`;
  await handleTurns(readers, 4, async ({ headers, number }) => {
    const answer = await fetch(`${site.url}/api/timeline/${path}`, { headers });
    if (!(await answer.text()).includes(postId)) {
      throw new Error(`${postId} is not in the feed of member ${number}: ${answer.status}`);
    }
  });
}

/** As reading leaves them: the newest posts, and beside them from which version of the graph they were built. */
async function makeTimelines({ redis }: BenchSite, memberIds: string[]): Promise<void> {
  const newest = await query<{ id: string }>(
    site.databaseUrl('content'),
    'SELECT id FROM posts ORDER BY id DESC LIMIT $1',
    [timelineLength],
  );
  const entries = newest.flatMap(({ id }) => [0, id]);
  await handleTurns(memberIds, 50, async (memberId) => {
    const key = `{home:${memberId}}`;
    const graph = (await redis.get(`graph:${memberId}`)) ?? '0';
    await redis
      .multi()
      .zadd(key, ...entries)
      .hset(`${key}:meta`, 'graph', graph)
      .expire(`${key}:meta`, 3600)
      .exec();
  });
}

/** Hears what members' open pages would; `waitForAll` gives when each of them was told from then on. */
async function hearSignals(
  { redis }: BenchSite,
  memberIds: string[],
): Promise<{ waitForAll(withinMs: number): Promise<number[]> } & AsyncDisposable> {
  const subscriber = redis.duplicate();
  const channels = memberIds.map(signalChannelOf);
  await subscriber.subscribe(...channels);
  let heard = new Map<string, number>();
  let isComplete = (): void => undefined;
  subscriber.on('message', (channel: string) => {
    if (!heard.has(channel)) heard.set(channel, performance.now());
    if (heard.size === channels.length) isComplete();
  });
  return {
    waitForAll: (withinMs) =>
      new Promise((resolve, reject) => {
        heard = new Map();
        const timer = setTimeout(() => {
          reject(new Error(`${heard.size} of ${channels.length} followers were told in time`));
        }, withinMs);
        isComplete = () => {
          clearTimeout(timer);
          resolve([...heard.values()]);
        };
      }),
    [Symbol.asyncDispose]: async () => subscriber.disconnect(),
  };
}
