'use client';

import { useEffect } from 'react';

import { useApiClient } from '../../lib/api.ts';
import { newUuid } from '../../lib/new-uuid.ts';
import { useSessionActions } from '../../lib/session.tsx';
import { streamBegunEvent } from '../../lib/stream-begun.ts';
import { useCounters } from './use-counters.ts';

/** Well before the service takes the page for gone. */
const askAgainMs = 30_000;

/**
 * While a member's page shows a post, the stream tells of its counters; what it did not hear of, it learns each time it
 * asks. Where that fails they are as of the last look.
 */
export function useWatchedPost(id: string, isWanted: boolean): void {
  const client = useApiClient();
  const session = useSessionActions();
  const showCounters = useCounters();
  useEffect(() => {
    if (!isWanted) return;
    const { memberId } = session;
    const page = { id, pageId: newUuid() };
    const { watch, unwatch } = client.timeline.post;
    let asked = 0;
    const ask = (): void => {
      if (document.visibilityState !== 'visible') return;
      const turn = ++asked;
      watch
        .mutate(page)
        // One that is late is older than what the next has shown.
        .then((counters) => turn === asked && showCounters(counters))
        .catch(() => undefined);
    };
    ask();
    const timer = window.setInterval(ask, askAgainMs);
    document.addEventListener('visibilitychange', ask);
    document.addEventListener(streamBegunEvent, ask);
    return () => {
      window.clearInterval(timer);
      document.removeEventListener('visibilitychange', ask);
      document.removeEventListener(streamBegunEvent, ask);
      // After a log-out nobody can; it ends by itself.
      if (session.memberId === memberId) unwatch.mutate(page).catch(() => undefined);
    };
  }, [client, session, showCounters, id, isWanted]);
}
