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
  const channels = new Map<string, PromiseWithResolvers<void>>();
  // What is to be subscribed to is kept here: ioredis sends it as soon as it is connected, which makes its own check of
  // the connection fail, and then forgets it.
  const connection = redis.duplicate({
    lazyConnect: true,
    maxRetriesPerRequest: null,
    autoResubscribe: false,
    autoResendUnfulfilledCommands: false,
    enableAutoPipelining: false,
    commandTimeout: undefined,
    retryStrategy: (attempt: number) => Math.min(100 * attempt, 2000),
  });
  let state: 'new' | 'here' | 'away' | 'left' = 'new';
  const leave = (error?: Error): void => {
    if (state === 'left') return;
    if (state !== 'away') options.log.warn({ err: error }, 'redis channels away');
    state = 'away';
  };
  const listenTo = async (names: string[]): Promise<void> => {
    if (names.length > 0) await connection.subscribe(...names);
    for (const name of names) channels.get(name)?.resolve();
  };
  connection.on('error', leave);
  // Also of a connection that was cut without an error, be it the first, before it was ready.
  connection.on('close', () => leave());
  connection.on('ready', () => {
    if (state === 'away') options.log.info({}, 'redis channels back');
    const since = state === 'new' ? 'start' : 'outage';
    state = 'here';
    listenTo([...channels.keys()]).then(
      () => options.onReady(since),
      // The connection has ended; the next one begins here again.
      () => undefined,
    );
  });
  connection.on('message', (channel: string, message: string) =>
    options.onMessage(channel, message),
  );
  // A failure is told by its event.
  connection.connect().catch(() => undefined);
  return {
    subscribe: async (channel) => {
      const known = channels.get(channel);
      if (known) return known.promise;
      const begun = Promise.withResolvers<void>();
      channels.set(channel, begun);
      if (connection.status === 'ready') listenTo([channel]).catch(() => undefined);
      return begun.promise;
    },
    unsubscribe: (channel) => {
      channels.delete(channel);
      if (connection.status === 'ready') connection.unsubscribe(channel).catch(() => undefined);
    },
    disconnect: () => {
      state = 'left';
      connection.disconnect();
    },
  };
}
