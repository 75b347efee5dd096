import { once } from 'node:events';

import { Redis, type RedisOptions } from 'ioredis';

import type { Log } from './log.ts';

const connectTimeoutMs = 1000;
/** No request waits longer for Redis than the database would take. */
const commandTimeoutMs = 250;

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
}): Promise<Redis> {
  const redis = new Redis(args.url, {
    ...(args.scripts ? { scripts: args.scripts } : {}),
    enableAutoPipelining: true,
    enableOfflineQueue: false,
    maxRetriesPerRequest: 1,
    connectTimeout: connectTimeoutMs,
    commandTimeout: commandTimeoutMs,
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

/** A connection that only listens. */
export type Subscriber = {
  subscribe(channel: string): void;
  unsubscribe(channel: string): void;
  disconnect(): void;
};

/**
 * Listens on a connection of its own (a subscribed one can do nothing else), for as long as the process lives. While
 * Redis is away it waits, and subscribes anew once it is back; what was sent meanwhile is lost.
 */
export function connectSubscriber(
  redis: Redis,
  options: {
    log: Log;
    onMessage(channel: string, message: string): void;
    /** After a time in which messages may have been missed. */
    onReconnect(): void;
  },
): Subscriber {
  const connection = redis.duplicate({
    lazyConnect: true,
    maxRetriesPerRequest: null,
    enableOfflineQueue: true,
    enableAutoPipelining: false,
    commandTimeout: undefined,
    retryStrategy: (attempt: number) => Math.min(100 * attempt, 2000),
  });
  let state: 'new' | 'here' | 'away' = 'new';
  connection.on('error', (error) => {
    if (state !== 'away') options.log.warn({ err: error }, 'redis channels away');
    state = 'away';
  });
  connection.on('ready', () => {
    if (state === 'away') options.log.info('redis channels back');
    if (state !== 'new') options.onReconnect();
    state = 'here';
  });
  connection.on('message', (channel: string, message: string) =>
    options.onMessage(channel, message),
  );
  // These only fail on disconnect().
  return {
    subscribe: (channel) => void connection.subscribe(channel).catch(() => undefined),
    unsubscribe: (channel) => void connection.unsubscribe(channel).catch(() => undefined),
    disconnect: () => connection.disconnect(),
  };
}
