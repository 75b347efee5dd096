import { setTimeout as delay } from 'node:timers/promises';

import { insertEvent } from '@dailyfeed/events/outbox';
import pg from 'pg';

import { openArrivals } from './arrivals.ts';
import { percentilesOf } from './figures.ts';
import { readOptions } from './options.ts';
import { findIds, query } from './people.ts';
import { report } from './report.ts';
import { startBenchSite } from './site.ts';
import { readSpent } from './spent.ts';
import { readerNumbers } from './world/size.ts';

/*
 * From the outbox over Kafka into MongoDB, with every consumer group at work: how many events a second leave the outbox
 * and arrive in members' stories when many have gathered; how long one takes at a steady pace, to leave the outbox and
 * from there; and what an event costs until every group is through with it. Nobody
 * wakes the relay here, so that up to 100 ms of that is its own rhythm.
 */

const { members, perSecond, seconds, profile } = readOptions({ perSecond: 500, seconds: 10 });
const gathered = perSecond * seconds * 2;
const stepMs = 100;
const patienceMs = 60_000;
const lagLine = /^dailyfeed_consumer_lag\{.*group="(?<group>[^"]+)".*\} (?<messages>\d+)$/gm;

await using site = await startBenchSite({ members, profile });
const actors = await findIds(site, readerNumbers(1));
const subjects = await query<{ id: string; author_id: string }>(
  site.databaseUrl('content'),
  'SELECT id, author_id FROM posts ORDER BY id DESC LIMIT 1000',
);
const client = new pg.Client({ connectionString: site.databaseUrl('content') });
await client.connect();
await using _client = { [Symbol.asyncDispose]: () => client.end() };
let made = 0;

// The first are for connections and compilers; they also make the collections.
await commit(200);
await untilHandled();
await using arrivals = await openArrivals(site);
const together = await sendTogether(gathered);
const { sent, stored, costs } = await sendSteadily();
await report(`events-${members}`, {
  'gathered events out of the outbox/s': together.sentPerSecond,
  'gathered events into stories/s': together.storedPerSecond,
  ...percentilesOf(`event at ${perSecond}/s, committed until out of the outbox`, sent),
  ...percentilesOf(`event at ${perSecond}/s, committed until in the story`, stored),
  ...costs,
});

/** Commits so many at once, and waits until they have arrived. */
async function sendTogether(
  count: number,
): Promise<{ sentPerSecond: number; storedPerSecond: number }> {
  const ids = await commit(count);
  const startedAt = performance.now();
  await arrivals.wait(ids, 250);
  const storedMs = performance.now() - startedAt;
  await untilHandled();
  const { rows } = await client.query<{ seconds: number }>(
    `SELECT extract(epoch FROM max(sent_at) - min(sent_at))::float8 AS seconds
     FROM outbox WHERE id = ANY ($1::uuid[])`,
    [ids],
  );
  return {
    sentPerSecond: count / (rows[0]?.seconds || Number.NaN),
    storedPerSecond: (1000 * count) / storedMs,
  };
}

/** Commits a few ten times a second, and follows one of each lot to its end; what all of them cost, all groups done. */
async function sendSteadily(): Promise<{
  sent: number[];
  stored: number[];
  costs: Record<string, number>;
}> {
  const followed: { id: string; at: number; stored: Promise<number> }[] = [];
  const before = await readSpent(site.pids());
  const startedAt = performance.now();
  const lots = (seconds * 1000) / stepMs;
  for (let step = 0; step < lots; step += 1) {
    await delay(Math.max(0, startedAt + step * stepMs - performance.now()));
    const ids = await commit((perSecond * stepMs) / 1000);
    const id = ids[step % ids.length] ?? '';
    const at = performance.now();
    const stored = arrivals.wait([id], 20).then((seen) => (seen.get(id) ?? Number.NaN) - at);
    followed.push({ id, at: performance.timeOrigin + at, stored });
  }
  const stored = await Promise.all(followed.map((each) => each.stored));
  await untilHandled();
  const after = await readSpent(site.pids());
  const { rows } = await client.query<{ id: string; at: number }>(
    `SELECT id, extract(epoch FROM sent_at)::float8 * 1000 AS at FROM outbox WHERE id = ANY ($1::uuid[])`,
    [followed.map(({ id }) => id)],
  );
  const sentAt = new Map(rows.map((row) => [row.id, row.at]));
  const each = Object.entries(after).map(([name, ms]) => [
    `event at ${perSecond}/s, processor ms of ${name}`,
    (ms - (before[name] ?? 0)) / (perSecond * seconds),
  ]);
  return {
    sent: followed.map(({ id, at }) => (sentAt.get(id) ?? Number.NaN) - at),
    stored,
    costs: Object.fromEntries(each),
  };
}

/** Events as the content service writes them, in one transaction; gives their ids. */
async function commit(count: number): Promise<string[]> {
  await client.query('BEGIN');
  const first = made;
  const tx = {
    $executeRawUnsafe: async (text: string, ...values: unknown[]) =>
      (await client.query(text, values)).rowCount ?? 0,
  };
  for (; made < first + count; made += 1) {
    const post = subjects[made % subjects.length];
    // Another pair each time: who likes again what they liked is told of once.
    const memberId = actors[(made + Math.floor(made / subjects.length)) % actors.length];
    if (post === undefined || memberId === undefined) throw new Error('Nobody to write about');
    const data = { postId: post.id, postAuthorId: post.author_id, memberId, likeCount: 1 };
    const subject = { kind: 'post' as const, id: post.id };
    const event = { type: 'post.liked' as const, actorId: memberId, subject, data };
    await insertEvent(tx, event, { now: new Date() });
  }
  const { rows } = await client.query<{ id: string }>(
    'SELECT id FROM outbox ORDER BY seq DESC LIMIT $1',
    [count],
  );
  await client.query('COMMIT');
  return rows.map((row) => row.id);
}

/** Until all that is committed has been sent, and every group is through with it. */
async function untilHandled(): Promise<void> {
  const endAt = performance.now() + patienceMs;
  for (;;) {
    await delay(1000);
    const { rowCount } = await client.query('SELECT FROM outbox WHERE sent_at IS NULL LIMIT 1');
    const metrics = await (await fetch(`${site.urls.activity}/metrics`)).text();
    const lags = [...metrics.matchAll(lagLine)].map(({ groups }) => groups);
    // The search service rests.
    const behind = lags.filter((lag) => lag?.['group'] !== 'search-index');
    const isDone = behind.length > 0 && behind.every((lag) => lag?.['messages'] === '0');
    if (rowCount === 0 && isDone) return;
    if (performance.now() > endAt) throw new Error(`Not handled: ${JSON.stringify(behind)}`);
  }
}
