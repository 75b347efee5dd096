import { connectSubscriber } from '@dailyfeed/auth/subscriber';
import { plainSignals, Signal, signalChannelOf } from '@dailyfeed/contract/signal';
import type { Log } from '@dailyfeed/service-kit/log';
import type { Redis } from 'ioredis';

import type { Signals } from '../deps.ts';

/** Signals over Redis: sent to, and heard at, whichever processes a member's streams are open at. */
export function createSignals(redis: Redis, log: Log): Signals & AsyncDisposable {
  const listeners = new Map<string, Set<(signal: Signal) => void>>();
  const subscriber = connectSubscriber(redis, {
    log,
    onMessage: (channel, message) => {
      const signal = Signal.safeParse(message);
      if (!signal.success) return log.error({ channel }, 'signal unreadable');
      for (const listener of listeners.get(channel) ?? []) listener(signal.data);
    },
    // What was sent while nobody listened may have been anything.
    onReady: (since) => {
      if (since === 'start') return;
      for (const each of listeners.values()) for (const listener of each) tellAll(listener);
    },
  });
  return {
    notify: (memberId) => {
      redis
        .publish(signalChannelOf(memberId), 'notification' satisfies Signal)
        .catch((error: unknown) => log.debug({ err: error }, 'signal not sent'));
    },
    listen: (memberId, listener) => {
      const channel = signalChannelOf(memberId);
      const known = listeners.get(channel) ?? new Set();
      known.add(listener);
      listeners.set(channel, known);
      if (known.size === 1) void subscriber.subscribe(channel).then(() => tellSubscribed(known));
      return () => {
        known.delete(listener);
        if (known.size > 0 || listeners.get(channel) !== known) return;
        listeners.delete(channel);
        subscriber.unsubscribe(channel);
      };
    },
    [Symbol.asyncDispose]: async () => subscriber.disconnect(),
  };
}

/** What happened between a listener's first look and the subscription was signalled to nobody. */
function tellSubscribed(listeners: ReadonlySet<(signal: Signal) => void>): void {
  for (const listener of listeners) listener('notification');
}

function tellAll(listener: (signal: Signal) => void): void {
  for (const signal of plainSignals) listener(signal);
}
