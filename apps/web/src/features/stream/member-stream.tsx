'use client';

import { StreamMessage } from '@dailyfeed/contract/stream';
import { hashKey, type QueryFilters, useQueryClient } from '@tanstack/react-query';
import { useEffect, useEffectEvent, useRef } from 'react';
import * as z from 'zod';

import { useApi, useApiClient } from '../../lib/api.ts';
import { streamBegunEvent } from '../../lib/stream-begun.ts';
import { useCounters } from '../post/use-counters.ts';

const Begun = z.object({ type: z.literal('begun') });
/** What the stream says, or that it has only now begun and cannot say what was before. */
const Told = z.union([StreamMessage, Begun]);
type Told = z.infer<typeof Told>;

/** Before a stream that ended is asked for again: twice as long each time, until one has lasted. */
const firstPauseMs = 1000;
const longestPauseMs = 60_000;
const lastingMs = 60_000;

/**
 * Follows what concerns the member while a page is open. One tab of a browser has the stream and tells the others: a
 * browser opens only six connections to a site over HTTP/1.1, and each stream takes one. Without locks, which say which
 * tab that is, each has its own while it is looked at, and tells nobody. Draws nothing.
 */
export function MemberStream({ memberId }: { memberId: string }): null {
  const api = useApi();
  const client = useApiClient();
  const queryClient = useQueryClient();
  /** What was told since the answers that are on their way were asked for. */
  const asking = useRef(new Map<string, { isDue: boolean }>());

  const showCounters = useCounters();
  const apply = useEffectEvent((message: Told): void => {
    switch (message.type) {
      case 'unread':
        queryClient.setQueryData(api.activity.notification.unread.queryKey(), {
          count: message.count,
        });
        // What is told of may be a request to follow.
        return void askAnew(api.member.follow.requestCount.queryFilter());
      case 'post':
        return showCounters(message);
      case 'feed':
        return void lookForNews();
      case 'begun':
        document.dispatchEvent(new Event(streamBegunEvent));
    }
  });

  async function lookForNews(): Promise<void> {
    const heads = api.timeline.feed.head.queryFilter();
    if (document.visibilityState === 'visible') return askAnew(heads);
    // One that nobody looks at asks when it is looked at again: who asks is taken to be here.
    await queryClient.invalidateQueries({ ...heads, refetchType: 'none' });
  }

  /**
   * An answer that is on its way may be older than what is told, and is let go of, but only once: on a slow line one would
   * never come while there is much to tell. What is told meanwhile is asked for after it.
   */
  async function askAnew(queries: QueryFilters): Promise<void> {
    const key = hashKey(queries.queryKey ?? []);
    if (asking.current.has(key)) return void asking.current.set(key, { isDue: true });
    asking.current.set(key, { isDue: false });
    await queryClient.cancelQueries(queries);
    do {
      asking.current.set(key, { isDue: false });
      await queryClient.invalidateQueries(queries);
    } while (asking.current.get(key)?.isDue);
    asking.current.delete(key);
  }

  useEffect(() => {
    // Missing where the page is not in a secure context.
    const { locks } = navigator as Partial<Pick<Navigator, 'locks'>>; // see above
    const begin = (): (() => void) =>
      follow({
        name: `dailyfeed:stream:${memberId}`,
        locks,
        open: (handlers) => client.activity.stream.member.subscribe(undefined, handlers),
        apply: (message) => apply(message),
      });
    return locks ? begin() : whileVisible(begin);
  }, [memberId, client]);
  return null;
}

type Following = {
  /** What the tabs with the same reader have in common. */
  name: string;
  locks: LockManager | undefined;
  open: (handlers: {
    onData: (told: { data: StreamMessage }) => void;
    onError: () => void;
    onComplete: () => void;
  }) => { unsubscribe: () => void };
  apply: (message: Told) => void;
};

/** Has the stream in turn with the other tabs, or hears of it from them; the result ends that. */
function follow({ name, locks, open, apply }: Following): () => void {
  const stop = new AbortController();
  const channel = locks && new BroadcastChannel(name);
  channel?.addEventListener('message', ({ data }) => {
    const message = Told.safeParse(data);
    if (message.success) apply(message.data);
  });
  let pauseMs = firstPauseMs;
  const have = async (): Promise<void> => {
    const { promise, resolve } = Promise.withResolvers<void>();
    const begunAt = performance.now();
    const tell = (message: Told): void => {
      apply(message);
      channel?.postMessage(message);
    };
    let hasBegun = false;
    const stream = open({
      onData: ({ data }) => {
        tell(data);
        if (!hasBegun) tell({ type: 'begun' });
        hasBegun = true;
      },
      // Where that is the end of the session, this ends with it; whatever else it was may be over in a while.
      onError: () => resolve(),
      onComplete: resolve,
    });
    const leave = (): void => resolve();
    stop.signal.addEventListener('abort', leave);
    await promise;
    stop.signal.removeEventListener('abort', leave);
    stream.unsubscribe();
    if (performance.now() - begunAt > lastingMs) pauseMs = firstPauseMs;
  };
  let timer: number | undefined;
  const inTurn = (work: () => Promise<void>): Promise<void> =>
    locks ? locks.request(name, { signal: stop.signal }, work) : work();
  // Given up by the tab that had it, the stream goes to the next.
  const queue = (): void => {
    inTurn(have).then(
      () => {
        if (stop.signal.aborted) return;
        // Those that were refused together come again one after another.
        timer = window.setTimeout(queue, pauseMs * (1 + Math.random() / 2));
        pauseMs = Math.min(2 * pauseMs, longestPauseMs);
      },
      () => undefined,
    );
  };
  queue();
  return () => {
    window.clearTimeout(timer);
    stop.abort();
    channel?.close();
  };
}

/** Begins whenever the page is looked at, and ends when it is not; the result ends both. */
function whileVisible(begin: () => () => void): () => void {
  let end: (() => void) | undefined;
  const heed = (): void => {
    if (document.visibilityState === 'visible') end ??= begin();
    else {
      end?.();
      end = undefined;
    }
  };
  heed();
  document.addEventListener('visibilitychange', heed);
  return () => {
    document.removeEventListener('visibilitychange', heed);
    end?.();
  };
}
