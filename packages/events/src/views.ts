import { createHash } from 'node:crypto';

import type { Redis } from 'ioredis';
import type { Message } from 'kafkajs';
import type { Logger } from 'pino';
import { v7 } from 'uuid';
import * as z from 'zod';

import { createHealth } from './health.ts';
import type { NewEvent } from './new-event.ts';
import { toOutboxRow } from './outbox.ts';
import type { Publisher } from './publisher.ts';
import { headersOf } from './shard-relay.ts';
import { within } from './within.ts';

/** That somebody has seen a post, `memberId` null for who is not logged in, or a member a comment. */
export type View = z.infer<typeof View>;
const View = z.discriminatedUnion('kind', [
  z.object({
    kind: z.literal('post'),
    postId: z.uuid(),
    postAuthorId: z.uuid(),
    memberId: z.uuid().nullable(),
  }),
  z.object({
    kind: z.literal('comment'),
    commentId: z.uuid(),
    postId: z.uuid(),
    postAuthorId: z.uuid(),
    authorId: z.uuid(),
    memberId: z.uuid(),
  }),
]);

/** Tells of views, as well as it can: never an error, and nothing to wait for but Redis. */
export type Views = {
  /** Counts the view unless `mark`, which names viewer and thing, was seen within the hour. */
  note(view: View, mark: string): Promise<void>;
} & AsyncDisposable;

/** A Redis that may be away: then it is not asked, and the answer is undefined. */
export type ViewStore = {
  ask<T>(command: (redis: Redis) => Promise<T>): Promise<T | undefined>;
};

const flushMs = 5000;
const closeTimeoutMs = 5000;
const batchMax = 500;
/** Beyond this many waiting ones, views are dropped: nothing matters less. */
const defaultWaitingMax = 10_000;
const countedForSeconds = 3600;
/** Who took a batch and has not sent it in this time is taken for dead. */
const leaseMs = 30_000;

/** KEYS: mark, waiting. ARGV: seconds of the mark, view, most that wait, whether it counts once. */
const noteScript = `
  if redis.call('EXISTS', KEYS[1]) == 1 then return 0 end
  if redis.call('HEXISTS', KEYS[2], ARGV[2]) == 0 and redis.call('HLEN', KEYS[2]) >= tonumber(ARGV[3]) then return -1 end
  redis.call('SET', KEYS[1], 1, 'EX', ARGV[1])
  if ARGV[4] == 'once' then redis.call('HSET', KEYS[2], ARGV[2], 1) else redis.call('HINCRBY', KEYS[2], ARGV[2], 1) end
  return 1`;

/**
 * Gives a batch to send: one whose sender is dead, or else all that waits, unless somebody is at one.
 * KEYS: batches by the time they were taken, waiting. ARGV: now, when a dead one took its batch at last, name.
 */
const takeScript = `
  local left = redis.call('ZRANGEBYSCORE', KEYS[1], '-inf', ARGV[2], 'LIMIT', 0, 1)[1]
  if left then
    redis.call('ZADD', KEYS[1], ARGV[1], left)
    return left
  end
  if redis.call('ZCARD', KEYS[1]) > 0 or redis.call('EXISTS', KEYS[2]) == 0 then return false end
  redis.call('RENAME', KEYS[2], ARGV[3])
  redis.call('ZADD', KEYS[1], ARGV[1], ARGV[3])
  return ARGV[3]`;

/**
 * Gathers views in Redis, for all processes together, and sends them every 5 s: one event for a member and what they
 * saw, one with the number of all others who saw a post. Whoever takes a batch may die: another sends it, and its
 * events have the same ids again. While Kafka is away views wait, up to 10,000 of them; without Redis there are none.
 * `namespace` begins the names of all keys.
 */
export function startViews(args: {
  store: ViewStore;
  publisher: Pick<Publisher, 'publish'>;
  log: Logger;
  now(): Date;
  namespace?: string;
  flushMs?: number;
  waitingMax?: number;
}): Views {
  const { store, publisher, log, namespace = '', waitingMax = defaultWaitingMax } = args;
  const waiting = `${namespace}views:waiting`;
  const batches = `${namespace}views:batches`;
  const health = createHealth(log, {
    failed: 'views wait for Kafka',
    worked: 'views are sent again',
  });
  let dropped = 0;

  const take = async (): Promise<string | undefined> => {
    const time = args.now().getTime();
    const name = `${namespace}views:batch:${v7({ msecs: time })}`;
    const taken = await store.ask((redis) =>
      redis.eval(takeScript, 2, batches, waiting, time, time - leaseMs, name),
    );
    return typeof taken === 'string' ? taken : undefined;
  };
  const flush = async (): Promise<void> => {
    if (dropped > 0) log.warn({ dropped }, 'views dropped');
    dropped = 0;
    const batch = await take();
    const views =
      batch === undefined ? undefined : await store.ask((redis) => redis.hgetall(batch));
    if (batch === undefined || views === undefined) return;
    try {
      const messages = Object.entries(views).flatMap(([view, count]) =>
        toMessage({ batch, view, count: Number(count) }),
      );
      for (let start = 0; start < messages.length; start += batchMax) {
        await publisher.publish(messages.slice(start, start + batchMax));
      }
      await store.ask((redis) => redis.multi().del(batch).zrem(batches, batch).exec());
      health.worked();
    } catch (error) {
      health.failed(error);
      // Free for the next attempt, here or elsewhere.
      await store.ask((redis) => redis.zadd(batches, 'XX', 0, batch));
    }
  };
  let flushing: Promise<void> | undefined;
  const timer = setInterval(() => {
    flushing ??= flush().finally(() => {
      flushing = undefined;
    });
  }, args.flushMs ?? flushMs);
  timer.unref();
  return {
    note: async (view, mark) => {
      const field = JSON.stringify(View.parse(view));
      const times = view.memberId === null ? 'each' : 'once';
      const key = `${namespace}viewed:${mark}`;
      const noted = await store.ask((redis) =>
        redis.eval(noteScript, 2, key, waiting, countedForSeconds, field, waitingMax, times),
      );
      if (noted === -1) dropped += 1;
    },
    // What waits is in Redis, and what a broker that hangs has not taken: the next process sends it.
    [Symbol.asyncDispose]: async () => {
      clearInterval(timer);
      if (flushing) await within(closeTimeoutMs, flushing);
    },
  };
}

/** None for what another version of this code has written in a way this one does not know. */
function toMessage(sent: { batch: string; view: string; count: number }): Message[] {
  const view = View.safeParse(JSON.parse(sent.view));
  if (!view.success) return [];
  const event = toEvent(view.data, sent.count);
  const takenAt = timeOf(sent.batch);
  const random = createHash('sha256').update(`${sent.batch} ${sent.view}`).digest().subarray(0, 16);
  const row = toOutboxRow(event, takenAt);
  const id = v7({ msecs: takenAt.getTime(), random });
  const headers = headersOf({ ...row, id, type: event.type, traceparent: null });
  return [{ key: row.key, value: JSON.stringify({ ...row.event, id }), headers }];
}

function toEvent(view: View, count: number): NewEvent {
  if (view.kind === 'post') {
    const { kind, ...data } = view;
    const subject = { kind, id: data.postId };
    return { type: 'post.read', actorId: data.memberId, subject, data: { ...data, count } };
  }
  const { kind, ...data } = view;
  const subject = { kind, id: data.commentId };
  return { type: 'comment.read', actorId: data.memberId, subject, data };
}

/** The time in the UUIDv7 at the end of a batch's name. */
function timeOf(batch: string): Date {
  return new Date(Number.parseInt(batch.slice(-36).replaceAll('-', '').slice(0, 12), 16));
}
