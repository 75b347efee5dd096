'use client';

import { createDailyfeed, type Dailyfeed, type Session } from '@dailyfeed/client';
import { type QueryClient, useQuery } from '@tanstack/react-query';
import { createTRPCOptionsProxy } from '@trpc/tanstack-react-query';
import dynamic from 'next/dynamic';
import { type ReactNode, Suspense, useEffect, useRef, useState } from 'react';

import { createFirstFeed } from '../features/head-start/first-feed.ts';
import { takeHeadStart } from '../features/head-start/take-head-start.ts';
import { useUnreadQuery } from '../features/notification/use-unread-query.ts';
import { type Api, useApi } from './api.ts';
import { createQueryClient } from './query-client.ts';
import { type Reader, useSession } from './session.tsx';
import { useMemberId, useReaderName } from './use-member-id.ts';

export type ApiHost = { api: Api; queryClient: QueryClient; session: Session };

/** What a tab asks the services with: its client, its cache, its session. */
export function createApiHost(options: { onLogInRequired: () => void }): ApiHost {
  const firstFeed = createFirstFeed(typeof window === 'undefined' ? undefined : takeHeadStart());
  const { begunRefresh } = firstFeed;
  const dailyfeed: Dailyfeed = createDailyfeed({ ...options, begunRefresh });
  const queryClient = createQueryClient();
  const client = dailyfeed.api;
  return {
    api: {
      client,
      options: createTRPCOptionsProxy({ client, queryClient }),
      downloadExport: dailyfeed.downloadExport,
      uploadImage: dailyfeed.uploadImage,
      firstFeed,
    },
    queryClient,
    session: dailyfeed.session,
  };
}

export type ApiLifeProps = { host: ApiHost; onReader: (reader: Reader) => void };

// Only members are told what happens: who reads does not wait for it, nor a page for what it shows first.
const MemberStream = dynamic(() =>
  import('../features/stream/member-stream.tsx').then((module) => module.MemberStream),
);

/** Begins the session, keeps the cache to one reader, and tells who that is. Draws nothing. */
export function ApiLife({ host, onReader }: ApiLifeProps): ReactNode {
  const { queryClient } = host;
  useEffect(() => {
    queryClient.mount();
    return () => queryClient.unmount();
  }, [queryClient]);
  const key = useNewKey();
  useSessionLife(host, key);
  const memberId = useMemberId();

  const { state } = useSession();
  const { data: me } = useQuery(
    useApi().member.profile.me.queryOptions(undefined, {
      enabled: state === 'member',
      staleTime: 300_000,
    }),
  );
  const unreadCount = useUnreadQuery();
  useEffect(() => onReader({ key, me, unreadCount }), [onReader, key, me, unreadCount]);
  if (memberId === null) return null;
  // The boundary comes with what it is for: what is there already would wait for the script.
  return (
    <Suspense>
      <MemberStream memberId={memberId} />
    </Suspense>
  );
}

function useSessionLife({ api, queryClient, session }: ApiHost, readerKey: number): void {
  const { firstFeed } = api;
  useEffect(() => {
    // A failure leaves the session unknown; what needs a member shows it (`useSessionStart`).
    const start = (): void => void session.start().catch(() => undefined);
    start();
    window.addEventListener('online', start);
    return () => window.removeEventListener('online', start);
  }, [session]);

  const last = useRef(readerKey);
  // After all effects: by then what only members see is gone from the page, or asks for nothing any more.
  useEffect(() => {
    if (last.current === readerKey) return;
    last.current = readerKey;
    // What one reader saw (likes, relations, their own feed) is not for another.
    firstFeed.drop();
    queueMicrotask(() => {
      // A reset alone would bring back what the server had rendered for the one before.
      queryClient.removeQueries({ type: 'inactive' });
      void queryClient.resetQueries();
    });
  }, [readerKey, queryClient, firstFeed]);
}

/** The key of who reads (`useReaderKey`). */
function useNewKey(): number {
  const name = useReaderName();
  const [known, setKnown] = useState({ name, key: 0 });
  if (name === known.name || name === 'unknown') return known.key;
  const next = { name, key: known.name === 'unknown' ? known.key : known.key + 1 };
  setKnown(next);
  return next.key;
}
