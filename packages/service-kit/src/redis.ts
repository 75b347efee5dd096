import { once } from 'node:events';

import { Redis, type RedisOptions } from 'ioredis';

import type { Log } from './log.ts';

const connectTimeoutMs = 1000;
/** No request waits longer for Redis than the database would take. */
export const commandTimeoutMs = 250;

/**
 * Connects to Redis, and goes on without when it does not answer in time; it reconnects by itself. While it is away,
 * commands reject at once instead of queueing up, and the log gets one line when it goes and one when it is back.
 */
export async function connectRedis(args: {
  url: string;
  /** Names the server in the log. */
  name: string;
  log: Log;
  scripts?: NonNullable<RedisOptions['scripts']>;
  /** After which a command rejects; `commandTimeoutMs` unless given. */
  timeoutMs?: number;
}): Promise<Redis> {
  const redis = new Redis(args.url, {
    ...(args.scripts ? { scripts: args.scripts } : {}),
    enableAutoPipelining: true,
    enableOfflineQueue: false,
    maxRetriesPerRequest: 1,
    connectTimeout: connectTimeoutMs,
    commandTimeout: args.timeoutMs ?? commandTimeoutMs,
    retryStrategy: (attempt) => Math.min(attempt * 50, 1000),
  });
  let isAway = false;
  redis.on('error', (error: Error) => {
    if (!isAway) args.log.warn({ err: error, store: args.name }, 'redis away');
    isAway = true;
  });
  redis.on('ready', () => {
    if (isAway) args.log.info({ store: args.name }, 'redis back');
    isAway = false;
  });
  await once(redis, 'ready', { signal: AbortSignal.timeout(connectTimeoutMs) }).catch(() => {
    // Away at the start is no different from away later.
  });
  return redis;
}

/** A timer that is later than this tells that the process was late, and nothing of Redis. */
const lateMs = 10;
/** Time enough to read what has come meanwhile. */
const graceMs = 50;

/**
 * What `command` comes to, if it does within `commandTimeoutMs`. A process that is short of processor time finds its
 * timers due before it has read the answers that are there: it takes a moment to read them then, else Redis would be
 * taken for away whenever the process itself is late, and dearer stores be asked just then.
 */
export async function answerInTime<T>(command: Promise<T>): Promise<T> {
  const { promise: timeout, reject } = Promise.withResolvers<never>();
  const dueAt = performance.now() + commandTimeoutMs;
  const giveUp = (): void => reject(new Error('Redis did not answer in time'));
  let timer = setTimeout(() => {
    if (performance.now() > dueAt + lateMs) timer = setTimeout(giveUp, graceMs);
    else giveUp();
  }, commandTimeoutMs);
  return Promise.race([command, timeout]).finally(() => clearTimeout(timer));
}
