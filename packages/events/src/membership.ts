import { once } from 'node:events';
import { setTimeout as delay } from 'node:timers/promises';

import type { Consumer as KafkaConsumer } from 'kafkajs';

import { createKafka } from './bus.ts';
import type { ConsumerOptions } from './consumer-options.ts';
import { deliverBatch } from './delivery.ts';
import { shardCount } from './outbox.ts';
import { currentTopics, ensureTopics } from './topic.ts';
import { within } from './within.ts';

const tickMs = 1000;
/** How late an event may be that was sent to a topic nobody expected, by a clock that is wrong. */
const listTopicsMs = 10_000;
/** One topic that is deleted keeps a client from all others: what fetches nothing asks for the list this often. */
const listTopicsIdleMs = 2000;
/** A running client that has neither fetched nor sent a heartbeat for this long is worth a word … */
const silenceMs = 10_000;
/** … and after this long is given up. */
const silenceMaxMs = 60_000;
/** About a minute: a member that comes back within it is known to the group, and nobody waits for its session to end. */
const rejoinRetries = 60;
/** What is worth a fetch before its time: some hundred events. */
const gatheredBytes = 131_072;
const closeTimeoutMs = 5000;

/** When to end, and whom to tell how it goes. */
export type Membership = {
  stop: AbortSignal;
  /** The brokers have not answered for a while; they may yet. */
  onSilent(error: Error): void;
  /** The group has given this member its part, or the brokers answer again. */
  onActive(): void;
};

/**
 * One membership of a group: resolves when the topics have changed or the consumer is to stop, rejects when it broke.
 * A client cannot subscribe while it runs, and would ask for deleted topics for ever, so each membership has its own.
 */
export async function keepMembership(
  options: ConsumerOptions,
  membership: Membership,
): Promise<void> {
  const topics = await listTopics(options);
  const consumer = createConsumer(options);
  const signs = watch(consumer, membership);
  const end = new AbortController();
  const until = AbortSignal.any([membership.stop, end.signal]);
  const work = async (): Promise<void> => {
    await consumer.connect();
    await consumer.subscribe({ topics: [...topics], fromBeginning: true });
    await consumer.run({
      eachBatchAutoResolve: false,
      autoCommitInterval: options.commitIntervalMs ?? 1000,
      partitionsConsumedConcurrently: shardCount,
      eachBatch: (payload) => deliverBatch(payload, options),
    });
    await untilTopicsChange(topics, { options, signs, until });
  };
  try {
    await Promise.race([signs.crashed, work(), untilAborted(until)]);
  } finally {
    end.abort();
    await within(closeTimeoutMs, consumer.disconnect());
  }
}

function listTopics(options: ConsumerOptions): Promise<readonly string[]> {
  const { bus, log, group } = options;
  return ensureTopics(createKafka(bus, log), bus, { now: options.now(), group });
}

function createConsumer(options: ConsumerOptions): KafkaConsumer {
  const { bus, group, log, sessionTimeoutMs = 15_000, gatherMs = 0 } = options;
  return createKafka(bus, log, { retries: rejoinRetries }).consumer({
    groupId: group,
    allowAutoTopicCreation: false,
    sessionTimeout: sessionTimeoutMs,
    rebalanceTimeout: 30_000,
    heartbeatInterval: 2000,
    ...(gatherMs > 0
      ? { minBytes: gatheredBytes, maxWaitTimeInMs: gatherMs }
      : { maxWaitTimeInMs: 500 }),
    maxBytesPerPartition: 262_144,
    // A client that gave up is replaced by one with the topics of the moment.
    retry: { retries: rejoinRetries, restartOnFailure: () => Promise.resolve(false) },
  });
}

type Signs = { crashed: Promise<never>; check(): void; hasFetchedWithin(ms: number): boolean };

/** Follows what a running client shows of itself. */
function watch(consumer: KafkaConsumer, membership: Membership): Signs {
  let lastAt = performance.now();
  let fetchedAt = performance.now();
  let isSilent = false;
  const { promise: crashed, reject } = Promise.withResolvers<never>();
  // Nobody listens once the membership has ended.
  crashed.catch(() => undefined);
  const onSign = (): void => {
    lastAt = performance.now();
    if (isSilent) membership.onActive();
    isSilent = false;
  };
  consumer.on('consumer.crash', ({ payload }) => reject(payload.error));
  consumer.on('consumer.heartbeat', onSign);
  consumer.on('consumer.fetch', () => {
    fetchedAt = performance.now();
    onSign();
  });
  consumer.on('consumer.group_join', () => membership.onActive());
  return {
    crashed,
    hasFetchedWithin: (ms) => performance.now() - fetchedAt < ms,
    check: () => {
      const forMs = performance.now() - lastAt;
      if (forMs < silenceMs) return;
      const error = new Error('no answer from the brokers');
      if (forMs > silenceMaxMs) throw error;
      isSilent = true;
      membership.onSilent(error);
    },
  };
}

async function untilTopicsChange(
  topics: readonly string[],
  args: { options: ConsumerOptions; signs: Signs; until: AbortSignal },
): Promise<void> {
  const { options, signs, until } = args;
  let listedAt = performance.now();
  while (!until.aborted) {
    await sleep(tickMs, until);
    signs.check();
    const wanted = currentTopics(options.bus.topic, options.now());
    if (!wanted.every((topic) => topics.includes(topic))) return;
    const everyMs = signs.hasFetchedWithin(listTopicsIdleMs) ? listTopicsMs : listTopicsIdleMs;
    if (performance.now() < listedAt + everyMs) continue;
    listedAt = performance.now();
    // What is expired is dropped before it is deleted. Brokers that do not answer are the client's business; the list can wait.
    const existing = await listTopics(options).catch(() => topics);
    if (existing.join() !== topics.join()) return;
  }
}

/** Waits, or until the signal. */
async function sleep(ms: number, until: AbortSignal): Promise<void> {
  await delay(ms, undefined, { signal: until }).catch(() => undefined);
}

async function untilAborted(signal: AbortSignal): Promise<void> {
  if (!signal.aborted) await once(signal, 'abort');
}
