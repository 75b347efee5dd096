import { createHash } from 'node:crypto';

import { DomainEvent } from '@dailyfeed/contract/events';
import { v7 } from 'uuid';

import { keyTimeOf, messageKeyOf } from './message-key.ts';
import type { NewEvent } from './new-event.ts';

/** A row of the table `outbox` before it is sent. */
export type OutboxRow = {
  id: string;
  /** Partition key: events of one key are sent, and arrive, in the order of their rows. */
  key: string;
  /** Which of `shardCount` relays' shares the key belongs to. */
  shard: number;
  messageKey: string;
  event: DomainEvent;
  createdAt: Date;
};

/** Equal to the partitions of a topic, so that one shard is one partition and a slow partition holds up only itself. */
export const shardCount = 6;

/**
 * The row that publishes `event`, its subject without a version, `time` as the message key shows it and `at` when it
 * happened. Throws when the event is not what the contract says, so that nothing is committed that no consumer could
 * read.
 */
export function toOutboxRow(
  event: NewEvent,
  now: Date,
  { time = keyTimeOf(now), at = now }: { time?: string; at?: Date } = {},
): OutboxRow {
  const id = v7({ msecs: at.getTime() });
  const key = partitionKeyOf(event);
  const messageKey = messageKeyOf(event, time);
  return {
    id,
    key,
    shard: shardOf(key),
    messageKey,
    event: DomainEvent.parse({
      ...event,
      id,
      version: 1,
      occurredAt: at.toISOString(),
      messageKey,
    }),
    createdAt: now,
  };
}

/** A transaction of Prisma's, as far as the outbox needs it. */
export type OutboxTransaction = {
  $executeRawUnsafe(query: string, ...values: unknown[]): Promise<number>;
};

const timePlaceholder = '{time}';
/*
 * The database's clock is one for all processes and counts microseconds, which is what the message key is to show. The
 * row's number is the subject's version: behind the lock on the subject's row it only grows.
 */
const insertRow = `
  INSERT INTO outbox (id, seq, shard, key, message_key, event, created_at, traceparent)
  SELECT $1::uuid, place.seq, $2::smallint, $3, place.message_key,
    jsonb_set(
      jsonb_set($5::jsonb, '{messageKey}', to_jsonb(place.message_key)),
      '{subject,version}', to_jsonb(place.seq)
    ),
    $6::timestamptz, $7
  FROM (
    SELECT nextval(pg_get_serial_sequence('outbox', 'seq')) AS seq,
      replace(
        $4, '${timePlaceholder}',
        to_char(clock_timestamp() AT TIME ZONE 'UTC', 'YYYY-MM-DD HH24:MI:SS.US') || '000'
      ) AS message_key
  ) AS place`;

/**
 * Writes `event` into the outbox. Call it in the transaction of the fact, after locking the subject's row: rows of one
 * key then commit in the order of their `seq`, which is the order they are sent in.
 */
export async function insertEvent(
  tx: OutboxTransaction,
  event: NewEvent,
  args: {
    now: Date;
    /** When it happened, where that was before `now`. */
    at?: Date | undefined;
    /** W3C trace context of the request, to go with the message. */
    traceparent?: string | undefined;
  },
): Promise<void> {
  const row = toOutboxRow(event, args.now, {
    time: timePlaceholder,
    at: args.at ?? args.now,
  });
  await tx.$executeRawUnsafe(
    insertRow,
    row.id,
    row.shard,
    row.key,
    row.messageKey,
    JSON.stringify(row.event),
    row.createdAt.toISOString(),
    args.traceparent ?? null,
  );
}

/** The shard of a key, 0 to `shardCount` − 1; the same everywhere, for ever. */
export function shardOf(key: string): number {
  return createHash('sha256').update(key).digest().readUInt32BE(0) % shardCount;
}

/** What happens to one post stays in order, so a comment travels with its post; all else with its subject. */
export function partitionKeyOf(event: NewEvent): string {
  return event.subject.kind === 'comment' && 'postId' in event.data
    ? event.data.postId
    : event.subject.id;
}
