import type { Redis } from 'ioredis';

import type { AuthLog } from './log.ts';

/** A connection that only listens. */
export type Subscriber = {
  /** Resolves once messages come, however long Redis is away; never when it is disconnected before. */
  subscribe(channel: string): Promise<void>;
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
    log: AuthLog;
    onMessage(channel: string, message: string): void;
    /** It listens: for the first time, or after a time in which messages may have been missed. */
    onReady(since: 'start' | 'outage'): void;
  },
): Subscriber {
  const connection = redis.duplicate({
    lazyConnect: true,
    maxRetriesPerRequest: null,
    enableOfflineQueue: true,
    enableAutoPipelining: false,
    // It asks with a command that a connection which listens refuses: whoever subscribed before would be forgotten.
    enableReadyCheck: false,
    commandTimeout: undefined,
    retryStrategy: (attempt: number) => Math.min(100 * attempt, 2000),
  });
  let state: 'new' | 'here' | 'away' | 'left' = 'new';
  const leave = (error?: Error): void => {
    if (state === 'left') return;
    if (state !== 'away') options.log.warn({ err: error }, 'redis channels away');
    state = 'away';
  };
  connection.on('error', leave);
  // Also of a connection that was cut without an error, be it the first, before it was ready.
  connection.on('close', () => leave());
  connection.on('ready', () => {
    if (state === 'away') options.log.info({}, 'redis channels back');
    options.onReady(state === 'new' ? 'start' : 'outage');
    state = 'here';
  });
  connection.on('message', (channel: string, message: string) =>
    options.onMessage(channel, message),
  );
  // Both wait in the offline queue while Redis is away, and only fail on disconnect().
  return {
    subscribe: (channel) =>
      new Promise((resolve) => {
        connection.subscribe(channel).then(
          () => resolve(),
          () => undefined,
        );
      }),
    unsubscribe: (channel) => void connection.unsubscribe(channel).catch(() => undefined),
    disconnect: () => {
      state = 'left';
      connection.disconnect();
    },
  };
}
