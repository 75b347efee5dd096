import { execFile } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';

import { createDeadLetters } from '@dailyfeed/events/dead-letters';
import { createPublisher } from '@dailyfeed/events/publisher';
import { newId } from '@dailyfeed/service-kit/id';
import { expect, test, vi } from 'vitest';

import { recordActivities } from '../src/domain/activity.ts';
import { notifyOf } from '../src/domain/notification-event.ts';
import { createPruneEventsJob } from '../src/jobs/prune-events.ts';
import {
  letterOf,
  liked,
  log,
  publish,
  startTestActivity,
  stores,
  testMongoUrl,
  toEvent,
} from './_harness.ts';
import { createTestMembers } from './_members.ts';
import { deletionOf, likeBy, postBy } from './_notifications.ts';

const soon = { timeout: 30_000, interval: 50 };
vi.setConfig({ testTimeout: 60_000 });
const dayMs = 86_400_000;
const { signal } = new AbortController();
test('activities go after their retention, decided dead letters after 30 days, and nothing else', async () => {
  const mongoUrl = testMongoUrl();
  await using activity = await startTestActivity({
    KAFKA_BROKERS: stores().kafkaBrokers,
    MONGODB_URL: mongoUrl,
  });
  await using deadLetters = createDeadLetters({ mongoUrl, log });
  const ann = activity.newMember();
  const [old, recent] = [
    toEvent(liked(ann.id), new Date(Date.now() - 8 * dayMs)),
    toEvent(liked(ann.id), new Date(Date.now() - 6 * dayMs)),
  ];
  await publish(activity.topic, [old, recent]);
  await vi.waitFor(async () => {
    expect((await ann.api.activity.mine.query({})).items).toHaveLength(2);
  }, soon);

  const deps = { db: activity.deps.db, deadLetters, retentionDays: 7, now: () => new Date() };
  const job = createPruneEventsJob(deps);
  // The notifications of both are younger than theirs.
  expect(await job.run(signal)).toEqual({ activities: 1 });
  expect(await job.run(signal)).toBeUndefined();
  const { items } = await ann.api.activity.mine.query({});
  expect(items.map(({ id }) => id)).toEqual([recent.id]);
});

test('notifications go after 90 days, texts and tombstones with the activities', async () => {
  const members = createTestMembers();
  await using activity = await startTestActivity({}, { members: members.port });
  await using deadLetters = createDeadLetters({ mongoUrl: testMongoUrl(), log });
  const author = activity.newMember(members.add());
  const daysAgo = (days: number): Date => new Date(Date.now() - days * dayMs);
  for (const days of [400, 100, 10]) {
    const fan = activity.newMember(members.add());
    const postId = newId();
    for (const fact of [postBy(author, postId), likeBy(fan, { author, postId })]) {
      await notifyOf(activity.deps, toEvent(fact, daysAgo(days)));
    }
    await notifyOf(activity.deps, toEvent(deletionOf(author, newId()), daysAgo(days)));
  }
  const deps = { db: activity.deps.db, deadLetters, retentionDays: 365, now: () => new Date() };
  const job = createPruneEventsJob(deps);
  expect(await job.run(signal)).toEqual({ notifications: 2, excerpts: 1, tombstones: 1 });
  expect(await job.run(signal)).toBeUndefined();
  expect((await author.api.notification.list.query({})).items).toHaveLength(1);
});

test('what cannot be deleted keeps nothing else from going, and is said to be left', async () => {
  await using activity = await startTestActivity();
  const { db } = activity.deps;
  const old = toEvent(liked(newId()), new Date(Date.now() - 8 * dayMs));
  await recordActivities(activity.deps, [old]);
  const failure = new Error('too slow');
  const job = createPruneEventsJob({
    db: { ...db, notifications: { ...db.notifications, toRead: () => Promise.reject(failure) } },
    deadLetters: { removeResolved: () => Promise.reject(failure) },
    retentionDays: 7,
    now: () => new Date(),
  });
  await expect(job.run(signal)).rejects.toMatchObject({
    errors: ['letters', 'notifications'].map((name) => ({
      message: `${name} not deleted`,
      cause: failure,
    })),
  });
  expect(await (await db.activities.toRead()).countDocuments()).toBe(0);
});

test('dead letters are listed, shown, resent and parked by command', async () => {
  const world = createWorld();
  await using deadLetters = createDeadLetters({ mongoUrl: world.mongoUrl, log });
  await using publisher = createPublisher({ bus: world.bus, log, now: () => new Date() });
  // No activity service, and no event: the group lays it down.
  await using _activity = await startTestActivity(world.env);
  const messages = [
    { key: 'k', value: 'not an event, {' },
    { key: 'k', value: 'nor this' },
  ];
  // A topic that was made this moment may have no leader yet.
  await vi.waitFor(() => publisher.publish(messages), soon);
  const letters = await vi.waitFor(async () => {
    const found = await deadLetters.list({ group: world.group });
    expect(found).toHaveLength(2);
    return found.toReversed();
  }, soon);
  const [first, second] = letters;
  if (!first || !second) throw new Error('no letters');

  const list = await run('dead-letters', ['list', '--group', world.group], world.env);
  expect(list.output).toContain(first.id);
  expect(list.output).toContain(`2 waiting of listener ${world.group}`);
  expect(list.output).not.toContain('not an event, {');
  const show = await run('dead-letters', ['show', first.id], world.env);
  expect(show.output).toContain('"text": "not an event, {"');
  expect(await run('dead-letters', ['show', 'none'], world.env)).toMatchObject({ code: 1 });

  const park = await run('dead-letters', ['park', second.id], world.env);
  expect(park).toMatchObject({ code: 0, output: expect.stringContaining('parked') });
  const resend = await run('dead-letters', ['resend', '--group', world.group], world.env);
  expect(resend).toMatchObject({ code: 0, output: `${first.id}  resent\n` });
  // What was sent again comes back, since it is no event still.
  await vi.waitFor(async () => {
    expect(await deadLetters.find(first.id)).toMatchObject({ status: 'waiting', resends: 1 });
  }, soon);
  expect(await deadLetters.count({ group: world.group })).toBe(2);
});

test('all dead letters that wait are decided by one command, however many, the oldest first', async () => {
  const world = createWorld();
  await using deadLetters = createDeadLetters({ mongoUrl: world.mongoUrl, log });
  const beganAt = Date.now() - 60_000;
  const ids = Array.from({ length: 120 }, (_, index) => `g:topic:0:${String(index)}`);
  for (const [index, id] of ids.entries()) {
    await deadLetters.add(letterOf(id, new Date(beganAt + index)));
  }
  const park = await run('dead-letters', ['park', '--group', 'g'], world.env);
  expect(park).toEqual({ code: 0, output: ids.map((id) => `${id}  parked\n`).join('') });
});

test('a day is replayed by command: what the store has lost is there again; other groups are refused with the reason', async () => {
  const world = createWorld();
  await using activity = await startTestActivity(world.env);
  const ann = activity.newMember();
  const day = new Date().toISOString().slice(0, 10).replaceAll('-', '');
  const events = Array.from({ length: 50 }, () => toEvent(liked(ann.id)));
  await publish(world.topic, events);
  const count = async (): Promise<number> =>
    (await ann.api.activity.mine.query({ limit: 100 })).items.length;
  await vi.waitFor(async () => expect(await count()).toBe(50), soon);
  await (await activity.deps.db.activities.toWrite()).deleteMany({ actorId: ann.id });
  expect(await count()).toBe(0);

  const args = ['--day', day, '--group', 'activity'];
  expect(await run('replay-events', args, world.env)).toMatchObject({
    code: 0,
    // A publisher that had to try again has sent some twice.
    output: expect.stringContaining('day replayed'),
  });
  expect(await count()).toBe(50);
  expect(await run('replay-events', args, world.env)).toMatchObject({
    code: 0,
    // A publisher that had to try again has sent some twice.
    output: expect.stringContaining('day replayed'),
  });
  expect(await count()).toBe(50);

  for (const [group, reason] of [
    ['counters', 'count everything again'],
    ['notifications', 'notify people again'],
    ['home-timeline', 'rebuilt from the database'],
    ['erasure', 'stays so'],
    ['images', 'does not bring them back'],
    ['nonsense', 'no group nonsense'],
  ] as const) {
    const refused = await run('replay-events', ['--day', day, '--group', group], world.env);
    expect(refused).toMatchObject({ code: 1, output: expect.stringContaining(reason) });
  }
  const absent = await run(
    'replay-events',
    ['--day', '20200101', '--group', 'activity'],
    world.env,
  );
  expect(absent).toMatchObject({ code: 1, output: expect.stringContaining('no topic') });
});

test('topics, resend-dead-letters and prune-events are commands that end', async () => {
  const world = createWorld();
  const topics = await run('topics', [], world.env);
  expect(topics).toMatchObject({ code: 0, output: expect.stringContaining(world.topic) });
  for (const name of ['topics', 'resend-dead-letters', 'prune-events']) {
    const { code, output } = await run(name, [], world.env);
    expect({ code, output }).toMatchObject({
      code: 0,
      output: expect.stringContaining('nothing to do'),
    });
  }
});

/** A topic family and a database of the test's own, and what a service or a command is told of them. */
function createWorld() {
  const topic = `test-activity-${newId()}`;
  const mongoUrl = testMongoUrl();
  const KAFKA_BROKERS = stores().kafkaBrokers;
  return {
    topic,
    mongoUrl,
    group: `activity-${topic}`,
    bus: {
      brokers: KAFKA_BROKERS.split(','),
      topic,
      acks: 1,
      replicationFactor: 1,
      clientId: 'test',
    } as const,
    env: { KAFKA_BROKERS, MONGODB_URL: mongoUrl, EVENT_TOPIC: topic },
  };
}

async function run(
  name: string,
  args: string[],
  env: Record<string, string>,
): Promise<{ code: number; output: string }> {
  const command = fileURLToPath(new URL(`../src/commands/${name}.ts`, import.meta.url));
  try {
    const { stdout, stderr } = await promisify(execFile)(process.execPath, [command, ...args], {
      env,
    });
    return {
      code: 0,
      output: stdout + stderr.replaceAll(/^\(.*TimeoutNegative.*\n.*\n.*\n/gm, ''),
    };
  } catch (error) {
    const { code, stdout, stderr } = error as { code: number; stdout: string; stderr: string }; // execFile's
    return { code, output: stdout + stderr };
  }
}
