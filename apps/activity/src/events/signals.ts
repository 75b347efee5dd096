import { connectSubscriber } from '@dailyfeed/auth/subscriber';
import { authorsChannel, plainSignals, Signal, signalChannelOf } from '@dailyfeed/contract/signal';
import type { Log } from '@dailyfeed/service-kit/log';
import type { Redis } from 'ioredis';

import type { Signals } from '../deps.ts';
import { createSlices } from './slices.ts';

/** The pages whose streams end at this process. */
export type OpenPages = {
  /** Whose they are. */
  readers(): string[];
  tell(memberId: string, signal: Signal): void;
  /** Calls back with each author who has written, and of whom nobody has been told by a signal of their own. */
  onAuthor(listener: (authorId: string) => void): void;
};

type Listener = (signal: Signal) => void;

/** Signals over Redis: sent to, and heard at, whichever processes a member's streams are open at. */
export function createSignals(redis: Redis, log: Log): Signals & OpenPages & AsyncDisposable {
  const listeners = new Map<string, Set<Listener>>();
  // Whoever hears of everything counts, and their page asks for new posts: not all of them at once.
  const slices = createSlices(tellEverything);
  let onAuthor: ((authorId: string) => void) | undefined;
  const tell = (memberId: string, signal: Signal): void => {
    for (const listener of listeners.get(memberId) ?? []) listener(signal);
  };
  const subscriber = connectSubscriber(redis, {
    log,
    onMessage: (channel, message) => {
      if (channel === authorsChannel) return onAuthor?.(message);
      const signal = Signal.safeParse(message);
      if (!signal.success) return log.error({ channel }, 'signal unreadable');
      tell(channel.slice(signalChannelOf('').length), signal.data);
    },
    // What was sent while nobody listened may have been anything.
    onReady: (since) => {
      if (since === 'start') return;
      void slices.tell([...listeners.values()].flatMap((each) => [...each]));
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
      const known = listeners.get(memberId) ?? new Set<Listener>();
      known.add(listener);
      listeners.set(memberId, known);
      if (listeners.size === 1) void subscriber.subscribe(authorsChannel);
      // What happened between a page's own look and the subscription was signalled to nobody.
      void subscriber.subscribe(channel).then(() => slices.tell([listener]));
      return () => {
        known.delete(listener);
        if (known.size > 0 || listeners.get(memberId) !== known) return;
        listeners.delete(memberId);
        subscriber.unsubscribe(channel);
        if (listeners.size === 0) subscriber.unsubscribe(authorsChannel);
      };
    },
    readers: () => [...listeners.keys()],
    tell,
    onAuthor: (listener) => {
      onAuthor = listener;
    },
    [Symbol.asyncDispose]: () => {
      subscriber.disconnect();
      return slices[Symbol.asyncDispose]();
    },
  };
}

function tellEverything(listener: Listener): void {
  for (const signal of plainSignals) listener(signal);
}
