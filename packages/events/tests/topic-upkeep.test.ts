import { pino } from 'pino';
import { expect, test, vi } from 'vitest';

import { findForgetfulBrokers, findThinTopics } from '../src/topic-check.ts';
import { maintainTopics } from '../src/topic-upkeep.ts';
import { createMissing, groupOf, topicOf } from '../src/topic.ts';
import { createBus, createRows, listen, log, produce, withAdmin } from './_harness.ts';

vi.setConfig({ testTimeout: 240_000 });
const soon = { timeout: 40_000, interval: 50 };
const dayMs = 86_400_000;
const hourMs = 3_600_000;

test('the topics of today and tomorrow are made, as many replicas as set, kept for 7 days; again is nothing', async () => {
  const bus = createBus();
  const now = new Date('2026-11-21T10:00:00Z');
  const topics = [topicOf(bus.topic, now), topicOf(bus.topic, new Date(now.getTime() + dayMs))];
  expect(await maintainTopics({ bus, log, now: () => now })).toEqual({
    created: topics,
    deleted: [],
    inUse: [],
    unread: [],
  });
  expect(await maintainTopics({ bus, log, now: () => now })).toBeUndefined();
  await withAdmin(bus, async (admin) => {
    // A broker takes a moment to know what it has just made.
    await vi.waitFor(async () => {
      const { topics: made } = await admin.fetchTopicMetadata({ topics });
      for (const { partitions } of made) {
        expect(partitions).toHaveLength(6);
        expect(partitions.every(({ replicas }) => replicas.length === 1)).toBe(true);
      }
    }, soon);
    const { resources } = await admin.describeConfigs({
      includeSynonyms: false,
      resources: topics.map((name) => ({ type: 2, name, configNames: ['retention.ms'] })),
    });
    for (const { configEntries } of resources) {
      expect(configEntries).toEqual([
        expect.objectContaining({ configName: 'retention.ms', configValue: String(7 * dayMs) }),
      ]);
    }
  });
});

test('topics with fewer replicas than set are found, and brokers that forget too soon how far groups have read', async () => {
  const bus = createBus();
  const now = new Date();
  await maintainTopics({ bus, log, now: () => now });
  const topics = [topicOf(bus.topic, now), topicOf(bus.topic, new Date(now.getTime() + dayMs))];
  await withAdmin(bus, async (admin) => {
    // A broker takes a moment to know what it has just made.
    await vi.waitFor(
      async () => expect(await findThinTopics(admin, { bus, topics })).toEqual([]),
      soon,
    );
    const set = { ...bus, replicationFactor: 3 };
    expect(await findThinTopics(admin, { bus: set, topics })).toEqual(topics);
    // As these brokers are set.
    expect(await findForgetfulBrokers(admin)).toEqual([]);
    expect(await findForgetfulBrokers(admin, 14 * 24 * 60 + 1)).toHaveLength(1);
  });
  const warned: unknown[] = [];
  const heard = pino({ level: 'warn' }, { write: (line) => void warned.push(JSON.parse(line)) });
  await maintainTopics({ bus: { ...bus, replicationFactor: 3 }, log: heard, now: () => now });
  expect(warned).toMatchObject([{ msg: 'topics have too few replicas', topics, replicas: 3 }]);
});

test('a topic goes 7 days after its day, once consumers have dropped it; those of other families stay', async () => {
  const bus = createBus();
  const other = createBus();
  // The broker's clock is the real one, and deletes what it holds for too long by itself.
  const first = new Date();
  const firstTopic = topicOf(bus.topic, first);
  const nextMidnight = Date.parse(`${first.toISOString().slice(0, 10)}T00:00:00Z`) + dayMs;
  const at = (days: number, ms: number) => new Date(nextMidnight + days * dayMs + ms);
  await maintainTopics({ bus, log, now: () => first });
  await maintainTopics({ bus: other, log, now: () => first });
  const upkeep = (later: Date) => maintainTopics({ bus, log, now: () => later });
  // All topics are there before: a group that forms anew, as for another topic, is subscribed to none for the moment.
  await upkeep(at(7, -1));
  await withAdmin(bus, (admin) =>
    createMissing(admin, { bus, now: at(8, 0), existing: [topicOf(bus.topic, at(7, 0))] }),
  );
  let now = first;
  await using listener = listen({ bus, now: () => now });
  const [row] = createRows(1);
  if (!row) throw new Error('no row');
  const message = { key: row.key, value: JSON.stringify(row.event) };
  await vi.waitFor(() => produce(bus, [message], first), soon);
  await vi.waitFor(() => expect(listener.ids()).toContain(row.id), soon);

  expect((await upkeep(at(7, -1)))?.deleted ?? []).toEqual([]);
  // The consumer's clock stands still: it has not dropped the topic.
  expect(await upkeep(at(7, hourMs))).toMatchObject({ deleted: [], inUse: [firstTopic] });

  now = at(7, hourMs);
  await vi.waitFor(async () => {
    expect((await upkeep(now))?.deleted).toEqual([firstTopic]);
  }, soon);
  await withAdmin(bus, async (admin) => {
    await vi.waitFor(async () => expect(await admin.listTopics()).not.toContain(firstTopic), soon);
    expect(await admin.listTopics()).toContain(topicOf(other.topic, first));
  });
  const [later] = createRows(1);
  if (!later) throw new Error('no row');
  const last = { key: later.key, value: JSON.stringify(later.event) };
  await vi.waitFor(() => produce(bus, [last], now), soon);
  await vi.waitFor(() => expect(listener.ids()).toContain(later.id), soon);
});

test('a clock that has jumped deletes nothing that a group has not read', async () => {
  const bus = createBus();
  const today = topicOf(bus.topic, new Date());
  const upkeep = (now: Date) => maintainTopics({ bus, log, now: () => now });
  await upkeep(new Date());
  const [seen, unseen] = createRows(2);
  if (!seen || !unseen) throw new Error('no rows');
  const tell = ({ key, event }: typeof seen) =>
    vi.waitFor(() => produce(bus, [{ key, value: JSON.stringify(event) }]), soon);
  const group = groupOf('activity', bus.topic);
  await tell(seen);
  {
    await using reader = listen({ bus, group });
    await vi.waitFor(() => expect(reader.ids()).toContain(seen.id), soon);
  }
  await tell(unseen);
  const jumped = new Date(Date.now() + 9 * dayMs);
  await vi.waitFor(async () => {
    const { deleted, unread } = (await upkeep(jumped)) ?? {};
    expect(deleted ?? []).not.toContain(today);
    expect(unread).toEqual([today]);
  }, soon);
  {
    await using reader = listen({ bus, group });
    await vi.waitFor(() => expect(reader.ids()).toContain(unseen.id), soon);
  }
  await vi.waitFor(async () => {
    expect((await upkeep(jumped))?.deleted).toContain(today);
  }, soon);
});
