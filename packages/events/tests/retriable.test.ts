import { startTestBroker, type TestBroker } from '@dailyfeed/dev-infra/test-broker';
import { pino } from 'pino';
import { afterAll, beforeAll, expect, test, vi } from 'vitest';

import { type BusOptions, createKafka } from '../src/bus.ts';
import { replayDay } from '../src/replay.ts';
import { whileRetriable } from '../src/retriable.ts';
import { maintainTopics } from '../src/topic-upkeep.ts';
import { groupsOf, topicOf } from '../src/topic.ts';
import { createBus, createRows, log, produce, withAdmin } from './_harness.ts';

vi.setConfig({ testTimeout: 60_000 });
const soon = { timeout: 40_000, interval: 50 };
const dayMs = 86_400_000;
/** So often the client asks by itself before it gives up. */
const triesOfTheClient = 3;
/** Of every group at once. */
const refusalsOfARound = groupsOf('any').length * triesOfTheClient;

let broker: TestBroker;

beforeAll(async () => {
  broker = await startTestBroker();
});
afterAll(() => broker[Symbol.asyncDispose]());

test('the upkeep of topics waits for brokers that cannot yet say how far groups have read', async () => {
  const { bus, topics } = await createDay();
  const held = await withholdPlaces(bus);
  const heard = hearRefusals();
  const upkeep = maintainTopics({ bus, log: heard.log, now: later });
  await Promise.race([upkeep, heard.refusals(2 * refusalsOfARound)]);
  await held.release();
  const { deleted, inUse, unread } = (await upkeep) ?? {};
  expect(deleted?.toSorted()).toEqual(topics);
  expect([inUse, unread]).toEqual([[], []]);
});

test('the upkeep of topics waits no longer once its process ends', async () => {
  const { bus, topics } = await createDay();
  const held = await withholdPlaces(bus);
  const heard = hearRefusals();
  const ending = new AbortController();
  const upkeep = maintainTopics({ bus, log: heard.log, now: later }, ending.signal);
  await Promise.race([upkeep, heard.refusals(2 * refusalsOfARound)]);
  ending.abort();
  const before = heard.count();
  await expect(upkeep).rejects.toThrow('group coordinator');
  // What was under way is done to its end, and once more.
  expect(heard.count() - before).toBeLessThanOrEqual(2 * refusalsOfARound);
  await withAdmin(bus, async (admin) => {
    expect(await admin.listTopics()).toEqual(expect.arrayContaining(topics));
  });
  await held.release();
});

test('a day is replayed by brokers that do not yet know where a group keeps its place', async () => {
  const { bus, topics } = await createDay();
  const [row] = createRows(1);
  if (!row) throw new Error('one was made');
  const { key, event } = row;
  await vi.waitFor(() => produce(bus, [{ key, value: JSON.stringify(event) }]), soon);
  const held = await withholdPlaces(bus);
  const heard = hearRefusals();
  const replay = replayDay({
    bus,
    log: heard.log,
    day: (topics[0] ?? '').slice(-8),
    group: 'activity',
    isUnavailable: () => false,
    handle: () => Promise.resolve(),
  });
  await Promise.race([replay, heard.refusals(2 * triesOfTheClient)]);
  await held.release();
  expect(await replay).toEqual({ handled: 1, skipped: 0, lost: 0 });
});

test('what a broker does not know yet is asked for again until it does', async () => {
  const bus = createBus(broker.url);
  const now = new Date();
  const admin = createKafka(bus, log).admin();
  await admin.connect();
  try {
    let attempts = 0;
    const { promise: asked, resolve } = Promise.withResolvers<void>();
    const offsets = whileRetriable(() => {
      attempts += 1;
      if (attempts === 2) resolve();
      return admin.fetchTopicOffsets(topicOf(bus.topic, now));
    });
    await Promise.race([offsets, asked]);
    await maintainTopics({ bus, log, now: () => now });
    expect(await offsets).toHaveLength(6);
  } finally {
    await admin.disconnect();
  }
});

/** A family with the topics of today and tomorrow. */
async function createDay() {
  const bus = createBus(broker.url);
  const now = new Date();
  await maintainTopics({ bus, log, now: () => now });
  const topics = [topicOf(bus.topic, now), topicOf(bus.topic, new Date(now.getTime() + dayMs))];
  return { bus, topics };
}

/** When the topics of today and tomorrow may go. */
function later(): Date {
  return new Date(Date.now() + 9 * dayMs);
}

/**
 * Until its release the broker says that a group's coordinator is not available, as while it starts: there is no topic
 * in which groups keep their places, and it can make none, since to a broker another one that is there has its name.
 */
async function withholdPlaces(bus: BusOptions): Promise<{ release(): Promise<void> }> {
  const places = '__consumer_offsets';
  const namesake = '__consumer.offsets';
  // Whoever asked for a group just now may have it made meanwhile.
  await vi.waitFor(
    () =>
      withAdmin(bus, async (admin) => {
        const topics = await admin.listTopics();
        if (topics.includes(places)) await admin.deleteTopics({ topics: [places] });
        await admin.createTopics({ topics: [{ topic: namesake, numPartitions: 1 }] });
      }),
    soon,
  );
  return {
    release: () => withAdmin(bus, (admin) => admin.deleteTopics({ topics: [namesake] })),
  };
}

/** A log that tells how often the brokers have said that they cannot. */
function hearRefusals() {
  let count = 0;
  const waiters = new Map<number, () => void>();
  const write = (line: string): void => {
    if (!line.includes('The group coordinator is not available')) return;
    count += 1;
    waiters.get(count)?.();
  };
  return {
    log: pino({ level: 'debug' }, { write }),
    count: () => count,
    refusals: (wanted: number) => new Promise<void>((done) => waiters.set(wanted, done)),
  };
}
