import type { Kafka, Message, Producer } from 'kafkajs';
import type { Logger } from 'pino';

import { type BusOptions, createKafka } from './bus.ts';
import { shardOf } from './outbox.ts';
import { ensureTopics, topicOf } from './topic.ts';

/** Sends messages to the topic of the day. */
export type Publisher = {
  /** Resolves when the brokers answer; rejects soon while they do not. */
  connect(): Promise<void>;
  /**
   * Resolves when all messages are acknowledged; on a rejection any of them may have arrived all the same.
   * A missing topic is created. Messages of one call to one partition keep their order. A message goes to the
   * partition of its key unless it names one.
   */
  publish(messages: Message[]): Promise<void>;
} & AsyncDisposable;

/** A producer, for one day: it would ask for the topics of the days before even after they are deleted. */
type Session = { topic: string; producer: Promise<Producer>; sends: Set<Promise<unknown>> };

const closeTimeoutMs = 5000;

/** Connects when first used, and again after a failure. */
export function createPublisher(args: { bus: BusOptions; log: Logger; now(): Date }): Publisher {
  const kafka = createKafka(args.bus, args.log);
  let session: Session | undefined;

  const open = (): Session => {
    const topic = topicOf(args.bus.topic, args.now());
    if (session?.topic === topic) return session;
    if (session) void retire(session);
    const opened = {
      topic,
      producer: createProducer(kafka, args),
      sends: new Set<Promise<unknown>>(),
    };
    session = opened;
    // A failed session is not kept: the next call opens another.
    opened.producer.catch(() => drop(opened));
    return opened;
  };
  const drop = (failed: Session): void => {
    if (session === failed) session = undefined;
    void retire(failed);
  };

  return {
    connect: async () => {
      await open().producer;
    },
    publish: async (messages) => {
      const current = open();
      const producer = await current.producer;
      const send = producer.send({ topic: current.topic, acks: args.bus.acks, messages });
      current.sends.add(send);
      try {
        await send;
      } catch (error) {
        drop(current);
        throw error;
      } finally {
        current.sends.delete(send);
      }
    },
    [Symbol.asyncDispose]: async () => {
      if (session) await retire(session);
      session = undefined;
    },
  };
}

async function createProducer(
  kafka: Kafka,
  args: { bus: BusOptions; now(): Date },
): Promise<Producer> {
  await ensureTopics(kafka, args.bus, { now: args.now() });
  const producer = kafka.producer({
    allowAutoTopicCreation: false,
    createPartitioner:
      () =>
      ({ message, partitionMetadata }) =>
        (message.partition ?? shardOf(String(message.key))) % partitionMetadata.length,
  });
  await producer.connect();
  return producer;
}

/** Ends a session once the sends under way are through: they are someone's, and may well succeed. */
async function retire(session: Session): Promise<void> {
  await Promise.allSettled(session.sends);
  const producer = await session.producer.catch(() => undefined);
  if (!producer) return;
  const { promise: timeout, resolve } = Promise.withResolvers<void>();
  const timer = setTimeout(resolve, closeTimeoutMs);
  await Promise.race([producer.disconnect().catch(() => undefined), timeout]);
  clearTimeout(timer);
}
