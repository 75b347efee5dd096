'use client';

import { StreamMessage } from '@dailyfeed/contract/stream';
import { useQueryClient } from '@tanstack/react-query';
import { useEffect, useEffectEvent } from 'react';

import { useApi, useApiClient } from '../../lib/api.ts';
import { useCounters } from '../post/use-counters.ts';

/** Before a stream that ended is asked for again: twice as long each time, until one has lasted. */
const firstPauseMs = 1000;
const longestPauseMs = 60_000;
const lastingMs = 60_000;

/**
 * Follows what concerns the member while a page is open. One tab of a browser has the stream and tells the others: a
 * browser opens only six connections to a site over HTTP/1.1, and each stream takes one. Draws nothing.
 */
export function MemberStream({ memberId }: { memberId: string }): null {
  const api = useApi();
  const client = useApiClient();
  const queryClient = useQueryClient();

  const showCounters = useCounters();
  const apply = useEffectEvent((message: StreamMessage): void => {
    switch (message.type) {
      case 'unread':
        queryClient.setQueryData(api.activity.notification.unread.queryKey(), {
          count: message.count,
        });
        // What is told of may be a request to follow.
        void queryClient.invalidateQueries(api.member.follow.requestCount.queryFilter());
        return;
      case 'post':
        return showCounters(message);
      case 'feed':
        // One that nobody looks at asks when it is looked at again: who asks is taken to be here.
        void queryClient.invalidateQueries({
          ...api.timeline.feed.head.queryFilter(),
          refetchType: document.visibilityState === 'visible' ? 'active' : 'none',
        });
    }
  });

  useEffect(() => {
    const name = `dailyfeed:stream:${memberId}`;
    const stop = new AbortController();
    const channel = new BroadcastChannel(name);
    channel.addEventListener('message', ({ data }) => {
      const message = StreamMessage.safeParse(data);
      if (message.success) apply(message.data);
    });
    let pauseMs = firstPauseMs;
    const follow = async (): Promise<void> => {
      const { promise, resolve } = Promise.withResolvers<void>();
      const begunAt = performance.now();
      const stream = client.activity.stream.member.subscribe(undefined, {
        onData: ({ data }) => {
          apply(data);
          channel.postMessage(data);
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
    // Missing where the page is not in a secure context: then each tab has its own.
    const { locks } = navigator as Partial<Pick<Navigator, 'locks'>>; // see above
    const inTurn = (work: () => Promise<void>): Promise<void> =>
      locks ? locks.request(name, { signal: stop.signal }, work) : work();
    // Given up by the tab that had it, the stream goes to the next.
    const queue = (): void => {
      inTurn(follow).then(
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
      channel.close();
    };
  }, [memberId, client]);
  return null;
}
