import { randomUUID } from 'node:crypto';
import { setTimeout as delay } from 'node:timers/promises';

import type { DomainEvent } from '@dailyfeed/contract/events';
import type { Admin, Consumer, EachMessagePayload, Kafka } from 'kafkajs';
import type { Logger } from 'pino';

import { backoffMs } from './backoff.ts';
import { type BusOptions, createKafka, isUnknownTopic } from './bus.ts';
import { EnvelopeInvalidError, parseEnvelope } from './envelope.ts';
import { headerIn, targetGroupHeader } from './header.ts';
import { whileRetriable } from './retriable.ts';
import { topicOf } from './topic.ts';

const awayBackoff = { firstMs: 200, maxMs: 5000 };
const defaultSilenceMs = 10_000;

/** Why a group's days are not replayed; undefined for one whose handlers are versioned upserts. */
export function replayRefusalOf(group: string): string | undefined {
  switch (group) {
    case 'activity':
    case 'search-index':
      return undefined;
    case 'home-timeline':
      return 'a home timeline is rebuilt from the database when its owner next reads; there is nothing to replay';
    case 'counters':
      return 'counters add up: a replay would count everything again (reconcile-counters puts them right)';
    case 'notifications':
      return 'a replay would notify people again';
    case 'screening':
      return 'a replay would report what has been decided';
    case 'erasure':
      return 'what is erased stays so; an erasure that failed is a dead letter: send that again';
    case 'images':
      return 'images that nobody claimed in time are swept, and a replay does not bring them back; what failed is a dead letter: send that again';
    default:
      return `there is no group ${group}`;
  }
}

export type ReplayOptions = {
  bus: BusOptions;
  log: Logger;
  /** `20261121` */
  day: string;
  /** The group whose handler it is. */
  group: string;
  handle(event: DomainEvent): Promise<void>;
  /** Whether an error of `handle` says that a store is away, which is waited for. */
  isUnavailable(error: unknown): boolean;
  /** How long nothing may come before the brokers are asked what is left: 10 s unless given. */
  silenceMs?: number;
};

/** `lost` is what the brokers let go of before it was read. */
export type ReplayCounts = { handled: number; skipped: number; lost: number };

/**
 * Hands the events of a day, as far as the topic goes when this begins, to a group's handler again, in the order of
 * their keys. Reads with a group of its own, so the group's places stay, and passes by the processed marks. What is no
 * event is skipped, since it is a dead letter already; a handler that fails ends the replay, which may be repeated. What
 * the brokers let go of meanwhile is not waited for; brokers that have just started are.
 */
export async function replayDay(options: ReplayOptions): Promise<ReplayCounts> {
  const refusal = replayRefusalOf(options.group);
  if (refusal !== undefined) throw new Error(`${options.group} is not replayed: ${refusal}`);
  const topic = topicOf(options.bus.topic, toDate(options.day));
  const kafka = createKafka(options.bus, options.log);
  const groupId = `${options.group}-replay-${randomUUID()}`;
  const admin = kafka.admin();
  await admin.connect();
  try {
    const spans = await whileRetriable(() => findSpans(admin, topic));
    const counts = await read(() => createConsumer(kafka, groupId), {
      options,
      admin,
      topic,
      spans,
    });
    await admin.deleteGroups([groupId]).catch(() => undefined);
    return counts;
  } finally {
    await admin.disconnect();
  }
}

/** One that gave up is replaced. */
function createConsumer(kafka: Kafka, groupId: string): Consumer {
  return kafka.consumer({ groupId, retry: { restartOnFailure: () => Promise.resolve(false) } });
}

/** How far the replay of a partition is, and the offset it ends before. */
type Span = { next: bigint; end: bigint };

/** The spans of the partitions that hold something. */
async function findSpans(admin: Admin, topic: string): Promise<Map<number, Span>> {
  const topics = await admin.listTopics();
  if (!topics.includes(topic)) throw new Error(`there is no topic ${topic}`);
  const offsets = await admin.fetchTopicOffsets(topic);
  return new Map(
    offsets
      .filter(({ high, low }) => BigInt(high) > BigInt(low))
      .map(({ partition, low, high }) => [partition, { next: BigInt(low), end: BigInt(high) }]),
  );
}

async function read(
  createReader: () => Consumer,
  args: { options: ReplayOptions; admin: Admin; topic: string; spans: Map<number, Span> },
): Promise<ReplayCounts> {
  const { options, topic, spans } = args;
  const counts = { handled: 0, skipped: 0, lost: 0 };
  if (spans.size === 0) return counts;
  const { promise: done, resolve, reject } = Promise.withResolvers<void>();
  // Nobody listens while one client is replaced by the next.
  done.catch(() => undefined);
  const advance = (partition: number, to: bigint): void => {
    counts.lost += advanceTo(spans, { partition, to });
    if (spans.size === 0) resolve();
  };
  const silence = watchSilence(options.silenceMs ?? defaultSilenceMs, async () => {
    const lows = await findLows(args.admin, topic);
    for (const [partition, { end }] of spans) advance(partition, lows?.get(partition) ?? end);
  });
  const eachMessage = async (payload: EachMessagePayload): Promise<void> => {
    const { partition, message } = payload;
    const offset = BigInt(message.offset);
    // Read again from the beginning when the group is formed anew.
    if (offset < (spans.get(partition)?.next ?? offset)) return;
    advance(partition, offset);
    const span = spans.get(partition);
    if (!span) return;
    const heartbeat = (): Promise<void> => payload.heartbeat();
    try {
      const work = replayMessage(message, { ...options, heartbeat });
      counts[(await silence.broken(work)) ? 'handled' : 'skipped'] += 1;
    } catch (error) {
      reject(error);
      throw error;
    }
    span.next = offset + 1n;
    advance(partition, span.next);
  };
  try {
    await whileRetriable(async () => {
      // What is left may have gone while one was replaced by the next.
      if (spans.size === 0) return;
      const partitions = spans.size;
      await consume(createReader(), { topic, partitions, eachMessage, until: done });
    });
    return counts;
  } finally {
    silence.stop();
  }
}

/** Has one client hand over what a topic holds, until then; rejects where it gives up. */
async function consume(
  consumer: Consumer,
  args: {
    topic: string;
    /** How many are handled at once. */
    partitions: number;
    eachMessage: (payload: EachMessagePayload) => Promise<void>;
    until: Promise<void>;
  },
): Promise<void> {
  const { topic, partitions, eachMessage, until } = args;
  const { promise: crashed, reject } = Promise.withResolvers<never>();
  // Nobody listens once it has ended.
  crashed.catch(() => undefined);
  consumer.on('consumer.crash', ({ payload }) => reject(payload.error));
  try {
    await consumer.connect();
    await consumer.subscribe({ topics: [topic], fromBeginning: true });
    await consumer.run({
      autoCommit: false,
      partitionsConsumedConcurrently: partitions,
      eachMessage,
    });
    await Promise.race([until, crashed]);
  } finally {
    await consumer.disconnect();
  }
}

/** Ends a span that has come to its end; gives how many messages were passed by on the way there. */
function advanceTo(
  spans: Map<number, Span>,
  { partition, to }: { partition: number; to: bigint },
): number {
  const span = spans.get(partition);
  if (!span) return 0;
  const next = to < span.end ? to : span.end;
  const passed = next > span.next ? Number(next - span.next) : 0;
  span.next += BigInt(passed);
  if (span.next === span.end) spans.delete(partition);
  return passed;
}

/** Calls back where nothing was at work for a while; a callback that fails is called again. */
function watchSilence(
  ms: number,
  onSilence: () => Promise<void>,
): { broken<T>(work: Promise<T>): Promise<T>; stop(): void } {
  let underWay = 0;
  let lastAt = performance.now();
  const timer = setInterval(() => {
    if (underWay === 0 && performance.now() - lastAt >= ms) void onSilence().catch(() => undefined);
  }, ms / 2);
  return {
    broken: async (work) => {
      underWay += 1;
      try {
        return await work;
      } finally {
        underWay -= 1;
        lastAt = performance.now();
      }
    },
    stop: () => clearInterval(timer),
  };
}

/** Where each partition begins; undefined where the topic is gone. */
async function findLows(admin: Admin, topic: string): Promise<Map<number, bigint> | undefined> {
  try {
    const offsets = await admin.fetchTopicOffsets(topic);
    return new Map(offsets.map(({ partition, low }) => [partition, BigInt(low)]));
  } catch (error) {
    if (isUnknownTopic(error)) return undefined;
    throw error;
  }
}

async function replayMessage(
  message: { value: Buffer | null; headers?: Parameters<typeof headerIn>[0] },
  options: ReplayOptions & { heartbeat(): Promise<void> },
): Promise<boolean> {
  const target = headerIn(message.headers ?? {}, targetGroupHeader);
  if (target !== undefined && target !== options.group) return false;
  for (let failures = 1; ; failures += 1) {
    try {
      await options.handle(parseEnvelope(message.value));
      return true;
    } catch (error) {
      if (error instanceof EnvelopeInvalidError) return false;
      if (!options.isUnavailable(error)) throw error;
      await delay(backoffMs(failures, awayBackoff));
      await options.heartbeat();
    }
  }
}

function toDate(day: string): Date {
  const parts = /^(?<year>\d{4})(?<month>\d\d)(?<date>\d\d)$/.exec(day)?.groups;
  const at = new Date(`${parts?.['year']}-${parts?.['month']}-${parts?.['date']}T00:00:00Z`);
  if (Number.isNaN(at.getTime())) throw new Error(`not a day: ${day}; expected yyyyMMdd`);
  return at;
}
