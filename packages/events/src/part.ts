import type { DomainEvent } from '@dailyfeed/contract/events';

import { eventTypeHeader, partHeader, targetGroupHeader, traceparentHeader } from './header.ts';
import { partitionKeyOf, shardOf } from './outbox.ts';
import type { Publisher } from './publisher.ts';

/** Well below the broker's limit of 1 MB for what one request brings to one partition. */
const sentTogether = 50;

/**
 * Has a group handle an event in parts, each a message to that group alone: with attempts, a place among the dead
 * letters and a mark of its own, and handled by whichever member has its partition. The parts go to the partitions
 * after the event's own, one by one, so that each stands behind what waits there, and what comes later behind one of
 * them at most where they are fewer than the partitions. Sent twice, each is there twice, with the same name. They go on
 * with the trace of their event. Where each part sends the next, `sentBefore` says how many of the event's there are
 * before these, which go on behind them in turn.
 */
export async function publishParts(
  publisher: Pick<Publisher, 'publish'>,
  args: {
    event: DomainEvent;
    group: string;
    parts: readonly string[];
    sentBefore?: number;
    traceparent?: string | undefined;
  },
): Promise<void> {
  const { event, group, parts, sentBefore = 0, traceparent } = args;
  const key = partitionKeyOf(event);
  const value = JSON.stringify(event);
  const messages = parts.map((part, index) => ({
    key,
    partition: shardOf(key) + 1 + sentBefore + index,
    value,
    headers: {
      [eventTypeHeader]: event.type,
      [targetGroupHeader]: group,
      [partHeader]: part,
      ...(traceparent !== undefined && { [traceparentHeader]: traceparent }),
    },
  }));
  for (let start = 0; start < messages.length; start += sentTogether) {
    await publisher.publish(messages.slice(start, start + sentTogether));
  }
}

/** Names what one message asks a group to do, for who marks it as done. */
export function workIdOf({ id }: DomainEvent, part: string | undefined): string {
  return part === undefined ? id : `${id}:${part}`;
}
