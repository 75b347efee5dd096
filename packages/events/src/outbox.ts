import { createHash } from 'node:crypto';

import type { DomainEvent } from '@dailyfeed/contract/events';
import { v7 } from 'uuid';

import { messageKeyOf } from './message-key.ts';
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
 * The row that publishes `event`. Insert it in the transaction of the fact, after locking the subject's row: rows of
 * one key then commit in the order of their `seq`, which is the order they are sent in.
 */
export function toOutboxRow(event: NewEvent, now: Date): OutboxRow {
  const id = v7({ msecs: now.getTime() });
  const key = partitionKeyOf(event);
  const messageKey = messageKeyOf(event, now);
  return {
    id,
    key,
    shard: shardOf(key),
    messageKey,
    event: { ...event, id, version: 1, occurredAt: now.toISOString(), messageKey },
    createdAt: now,
  };
}

/** The shard of a key, 0 to `shardCount` − 1; the same everywhere, for ever. */
export function shardOf(key: string): number {
  return createHash('sha256').update(key).digest().readUInt32BE(0) % shardCount;
}

/** What happens to one post stays in order, so a comment travels with its post; all else with its subject. */
function partitionKeyOf(event: NewEvent): string {
  return event.type === 'comment.created' ? event.data.postId : event.subject.id;
}
