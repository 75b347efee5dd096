import type { Message } from 'kafkajs';
import type { Logger } from 'pino';

import { createHealth } from './health.ts';
import type { NewEvent } from './new-event.ts';
import { toOutboxRow } from './outbox.ts';
import type { Publisher } from './publisher.ts';
import { headersOf } from './shard-relay.ts';

/** That somebody has seen a post; `memberId` null for who is not logged in. */
export type View = { postId: string; postAuthorId: string; memberId: string | null };

/** Tells of views, as well as it can: never an error, and nothing to wait for. */
export type Views = { note(view: View): void } & AsyncDisposable;

const flushMs = 5000;
const batchMax = 500;
/** Beyond this many waiting ones, views are dropped: nothing matters less. */
const waitingMax = 10_000;

type Waiting = View & { count: number };

/**
 * Gathers views and sends them every 5 s: one event for a post and a member, one with the number of all others who saw
 * the post. They have no outbox and no transaction; while Kafka is away they wait here, up to 10,000 of them.
 */
export function startViews(args: {
  publisher: Pick<Publisher, 'publish'>;
  log: Logger;
  now(): Date;
  flushMs?: number;
}): Views {
  const health = createHealth(args.log, {
    failed: 'views wait for Kafka',
    worked: 'views are sent again',
  });
  let waiting = new Map<string, Waiting>();
  let dropped = 0;

  const add = (view: Waiting): void => {
    const key = `${view.postId} ${view.memberId ?? ''}`;
    const before = waiting.get(key);
    if (before) {
      // A member's view counts once, however often it comes.
      if (view.memberId === null) before.count += view.count;
    } else if (waiting.size < waitingMax) {
      waiting.set(key, { ...view });
    } else {
      dropped += view.count;
    }
  };
  const flush = async (): Promise<void> => {
    const views = [...waiting.values()];
    waiting = new Map();
    for (let start = 0; start < views.length; start += batchMax) {
      const batch = views.slice(start, start + batchMax);
      try {
        await args.publisher.publish(batch.map((view) => toMessage(view, args.now())));
        health.worked();
      } catch (error) {
        for (const view of views.slice(start)) add(view);
        health.failed(error);
        break;
      }
    }
    if (dropped > 0) args.log.warn({ dropped }, 'views dropped');
    dropped = 0;
  };
  let flushing = Promise.resolve();
  const timer = setInterval(() => {
    flushing = flushing.then(flush);
  }, args.flushMs ?? flushMs);
  timer.unref();
  return {
    note: (view) => add({ ...view, count: 1 }),
    [Symbol.asyncDispose]: async () => {
      clearInterval(timer);
      await flushing;
      await flush();
    },
  };
}

function toMessage({ postId, postAuthorId, memberId, count }: Waiting, now: Date): Message {
  const event: NewEvent = {
    type: 'post.read',
    actorId: memberId,
    subject: { kind: 'post', id: postId },
    data: { postId, postAuthorId, memberId, count },
  };
  const row = toOutboxRow(event, now);
  const headers = headersOf({ ...row, type: event.type, traceparent: null });
  return { key: row.key, value: JSON.stringify(row.event), headers };
}
