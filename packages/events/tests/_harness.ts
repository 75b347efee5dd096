import { randomUUID } from 'node:crypto';

import type { DomainEvent } from '@dailyfeed/contract/events';
import { createTestDatabase } from '@dailyfeed/dev-infra/test-database';
import { type Admin, Kafka, logLevel, type Message } from 'kafkajs';
import { Client, Pool } from 'pg';
import { type Logger, pino } from 'pino';
import { inject } from 'vitest';

import type { BusOptions } from '../src/bus.ts';
import type { ConsumerOptions } from '../src/consumer-options.ts';
import { type Consumer, startConsumer } from '../src/consumer.ts';
import { createDeadLetters, type DeadLetters } from '../src/dead-letters.ts';
import type { NewEvent } from '../src/new-event.ts';
import { type OutboxRow, toOutboxRow } from '../src/outbox.ts';
import { topicOf } from '../src/topic.ts';

export const log: Logger = pino({ level: 'silent' });

/** A topic family of the test's own. */
export function createBus(brokers = inject('stores').kafkaBrokers): BusOptions {
  const topic = `test-${randomUUID()}`;
  return { brokers: brokers.split(','), topic, acks: 1, replicationFactor: 1, clientId: 'test' };
}

/** A database with an outbox, as its owner's migrations make it. */
export async function createOutbox(): Promise<Outbox> {
  const database = await createTestDatabase();
  const client = new Client({ connectionString: database.url });
  await client.connect();
  await client.query(`
    CREATE TABLE outbox (
      id uuid PRIMARY KEY, seq bigserial UNIQUE, shard smallint NOT NULL, key text NOT NULL,
      message_key text NOT NULL, event jsonb NOT NULL, created_at timestamptz NOT NULL,
      sent_at timestamptz, attempts integer NOT NULL DEFAULT 0, last_error text, dead_at timestamptz,
      parked_at timestamptz, letter_at timestamptz, traceparent text
    );
    CREATE INDEX outbox_unsent ON outbox (shard, seq) WHERE sent_at IS NULL AND dead_at IS NULL;
    CREATE INDEX outbox_dead ON outbox (key, seq) WHERE dead_at IS NOT NULL;
    CREATE INDEX outbox_sent ON outbox (sent_at) WHERE sent_at IS NOT NULL;`);
  return {
    url: database.url,
    insert: async (rows) => {
      await client.query(
        `INSERT INTO outbox (id, shard, key, message_key, event, created_at)
         SELECT * FROM unnest($1::uuid[], $2::smallint[], $3::text[], $4::text[], $5::jsonb[], $6::timestamptz[])`,
        [
          rows.map((row) => row.id),
          rows.map((row) => row.shard),
          rows.map((row) => row.key),
          rows.map((row) => row.messageKey),
          rows.map((row) => JSON.stringify(row.event)),
          rows.map((row) => row.createdAt),
        ],
      );
    },
    unsentCount: async () => {
      const result = await client.query<{ count: number }>(
        'SELECT count(*)::int AS count FROM outbox WHERE sent_at IS NULL',
      );
      return result.rows[0]?.count ?? 0;
    },
    find: async (id) => {
      const result = await client.query<StoredRow>(
        `SELECT sent_at AS "sentAt", attempts, last_error AS "lastError", dead_at AS "deadAt"
         FROM outbox WHERE id = $1`,
        [id],
      );
      return result.rows[0];
    },
    list: async () => {
      const result = await client.query<{ seq: number; messageKey: string; event: unknown }>(
        'SELECT seq::int, message_key AS "messageKey", event FROM outbox ORDER BY seq',
      );
      return result.rows;
    },
    waitersFor: async (place) => {
      const result = await client.query<{ count: number }>(
        `SELECT count(*)::int AS count FROM pg_locks
         WHERE locktype = 'advisory' AND objid = $1 AND NOT granted
           AND database = (SELECT oid FROM pg_database WHERE datname = current_database())`,
        [place],
      );
      return result.rows[0]?.count ?? 0;
    },
    query: async (sql, values) => {
      await client.query(sql, values);
    },
    [Symbol.asyncDispose]: async () => {
      await client.end();
      await database[Symbol.asyncDispose]();
    },
  };
}

/** Connections to it, for what needs more than one, or none that is in use. */
export function openPool({ url }: Outbox): Pool {
  const pool = new Pool({ connectionString: url });
  // The database is dropped while they are still on their way out.
  pool.on('error', () => undefined);
  return pool;
}

export type StoredRow = {
  sentAt: Date | null;
  attempts: number;
  lastError: string | null;
  deadAt: Date | null;
};

export type Outbox = {
  url: string;
  insert(rows: OutboxRow[]): Promise<void>;
  unsentCount(): Promise<number>;
  find(id: string): Promise<StoredRow | undefined>;
  list(): Promise<{ seq: number; messageKey: string; event: unknown }[]>;
  /** How many connections wait for an advisory lock. */
  waitersFor(place: number): Promise<number>;
  query(sql: string, values: unknown[]): Promise<void>;
} & AsyncDisposable;

/** Rows about `keys` posts in turn; `data.version` counts within a post, so order can be told. */
export function createRows(count: number, keys = 1): OutboxRow[] {
  const posts = Array.from({ length: keys }, () => randomUUID());
  return Array.from({ length: count }, (_, index) =>
    toOutboxRow(edited(posts[index % keys] ?? '', Math.floor(index / keys)), new Date()),
  );
}

export function edited(postId: string, version: number): NewEvent {
  const createdAt = new Date().toISOString();
  const data = { postId, authorId: postId, text: 'hello', createdAt, version };
  return { type: 'post.edited', actorId: postId, subject: { kind: 'post', id: postId }, data };
}

/** Sends bytes as they are to the topic of the day. */
export async function produce(
  bus: BusOptions,
  messages: Omit<Message, 'partition'>[],
  at = new Date(),
): Promise<void> {
  const kafka = new Kafka({ brokers: bus.brokers, logLevel: logLevel.NOTHING });
  const producer = kafka.producer({ allowAutoTopicCreation: false });
  await producer.connect();
  try {
    // One partition: these tests are about what stands before and behind a message.
    const topic = topicOf(bus.topic, at);
    await producer.send({
      topic,
      messages: messages.map((message) => ({ ...message, partition: 0 })),
    });
  } finally {
    await producer.disconnect();
  }
}

/** Lets `work` ask the broker past what is tested. */
export async function withAdmin(
  bus: BusOptions,
  work: (admin: Admin) => Promise<unknown>,
): Promise<void> {
  const admin = new Kafka({ brokers: bus.brokers, logLevel: logLevel.NOTHING }).admin();
  await admin.connect();
  try {
    await work(admin);
  } finally {
    await admin.disconnect();
  }
}

/** A database of the test's own on the run's MongoDB. */
export function testDeadLetters(): DeadLetters {
  const mongoUrl = new URL(`/test_${randomUUID().slice(0, 8)}`, inject('stores').mongoUrl).href;
  return createDeadLetters({ mongoUrl, log });
}

export type Listener = {
  /** Everything handled, in order of arrival, deliveries repeated included. */
  events: DomainEvent[];
  ids(): Set<string>;
} & Consumer;

/** A consumer that remembers what it was given. */
export function listen(options: Pick<ConsumerOptions, 'bus'> & Partial<ConsumerOptions>): Listener {
  const events: DomainEvent[] = [];
  const consumer = startConsumer({
    group: `group-${randomUUID()}`,
    deadLetters: { add: () => Promise.reject(new Error('no dead letters expected')) },
    log,
    now: () => new Date(),
    isUnavailable: () => false,
    ...options,
    handle: async (event, part) => {
      await options.handle?.(event, part);
      events.push(event);
    },
  });
  return {
    events,
    ids: () => new Set(events.map((event) => event.id)),
    [Symbol.asyncDispose]: () => consumer[Symbol.asyncDispose](),
  };
}

/** The versions of a post in the order they arrived, repeated deliveries left out. */
export function versionsOf(events: DomainEvent[], postId: string): number[] {
  const versions = events.flatMap((event) =>
    event.type === 'post.edited' && event.data.postId === postId ? [event.data.version] : [],
  );
  return [...new Set(versions)];
}
