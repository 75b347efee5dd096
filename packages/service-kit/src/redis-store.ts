import type { Redis, RedisOptions } from 'ioredis';

import type { Log } from './log.ts';
import { answerInTime, connectRedis } from './redis.ts';

/** After a failed command nothing is asked for this long, so that readers do not queue up behind a dead server. */
const pauseMs = 1000;
/** For commands that must get through, and for a process that is late; what can be done without is given up sooner. */
const timeoutMs = 1000;

/** A Redis server that may be away. */
export type RedisStore = {
  /** For what must not be lost: a command rejects while the server is away. */
  redis: Redis;
  /** For what can be done without: undefined while the server is away. */
  ask<T>(command: (redis: Redis) => Promise<T>): Promise<T | undefined>;
} & AsyncDisposable;

/** Connects, and goes on without when the server does not answer in time; it reconnects by itself. */
export async function connectRedisStore(args: {
  url: string;
  /** Names the server in the log. */
  name: string;
  log: Log;
  scripts?: NonNullable<RedisOptions['scripts']>;
}): Promise<RedisStore> {
  const { log, name } = args;
  const redis = await connectRedis({ ...args, timeoutMs });
  let pausedUntil = -Infinity;
  return {
    redis,
    async ask(command) {
      if (redis.status !== 'ready' || performance.now() < pausedUntil) return undefined;
      try {
        return await answerInTime(command(redis));
      } catch (error) {
        pausedUntil = performance.now() + pauseMs;
        log.warn({ err: error, store: name }, 'redis command failed');
        return undefined;
      }
    },
    [Symbol.asyncDispose]() {
      redis.disconnect();
      return Promise.resolve();
    },
  };
}
