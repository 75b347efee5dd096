import { setTimeout as delay } from 'node:timers/promises';

import { insertEvent } from '@dailyfeed/events/outbox';
import { MongoClient } from 'mongodb';
import pg from 'pg';

import { percentilesOf } from './figures.ts';
import { readOptions } from './options.ts';
import { findIds, query } from './people.ts';
import { report } from './report.ts';
import { startBenchSite } from './site.ts';
import { readerNumbers } from './world/size.ts';

/*
 * From the outbox over Kafka into MongoDB, with every consumer group at work: how many events a second leave the outbox
 * and arrive in members' stories when many have gathered; and how long one takes at a steady pace. Nobody wakes the
 * relay here, so that up to 100 ms of that is its own rhythm.
 */

const { members, perSecond, seconds, profile } = readOptions({ perSecond: 500, seconds: 10 });
const gathered = perSecond * seconds * 2;
const patienceMs = 300_000;
const stepMs = 100;

await using site = await startBenchSite({ members, profile });
const actors = await findIds(site, readerNumbers(1));
const subjects = await query<{ id: string; author_id: string }>(
  site.databaseUrl('content'),
  'SELECT id, author_id FROM posts ORDER BY id DESC LIMIT 1000',
);
const client = new pg.Client({ connectionString: site.databaseUrl('content') });
await client.connect();
await using _client = { [Symbol.asyncDispose]: () => client.end() };
const mongo = new MongoClient(site.stores.urls.MONGODB_URL);
await using _mongo = { [Symbol.asyncDispose]: () => mongo.close() };
const stories = mongo.db().collection<{ _id: string }>('member_activities');
let made = 0;

// The first are for connections and compilers.
await sendTogether(200);
const together = await sendTogether(gathered);
const delays = await sendSteadily();
await report(`events-${members}`, {
  'gathered events out of the outbox/s': together.sentPerSecond,
  'gathered events into stories/s': together.storedPerSecond,
  ...percentilesOf(`event at ${perSecond}/s, committed until in the story`, delays),
});

/** Commits so many at once, and waits until they have arrived. */
async function sendTogether(
  count: number,
): Promise<{ sentPerSecond: number; storedPerSecond: number }> {
  const before = await stories.countDocuments();
  const ids = await commit(count);
  const startedAt = performance.now();
  await until(async () => (await stories.countDocuments()) >= before + count, 250);
  const storedMs = performance.now() - startedAt;
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

/** Commits a few ten times a second; follows one of each lot to its end. */
async function sendSteadily(): Promise<number[]> {
  const followed: Promise<number>[] = [];
  const startedAt = performance.now();
  for (let step = 0; step < (seconds * 1000) / stepMs; step += 1) {
    await delay(Math.max(0, startedAt + step * stepMs - performance.now()));
    const ids = await commit((perSecond * stepMs) / 1000);
    followed.push(follow(ids[step % ids.length] ?? ''));
  }
  return Promise.all(followed);
}

async function follow(id: string): Promise<number> {
  const startedAt = performance.now();
  await until(async () => (await stories.countDocuments({ _id: id }, { limit: 1 })) > 0, 5);
  return performance.now() - startedAt;
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
    const memberId = actors[made % actors.length];
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

async function until(isTrue: () => Promise<boolean>, pauseMs: number): Promise<void> {
  const endAt = performance.now() + patienceMs;
  while (!(await isTrue())) {
    if (performance.now() > endAt) throw new Error('The events have not arrived');
    await delay(pauseMs);
  }
}
