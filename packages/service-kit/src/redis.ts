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
