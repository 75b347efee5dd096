'use client';

import { createDailyfeed, type Dailyfeed, type Session } from '@dailyfeed/client';
import { type QueryClient, useQuery } from '@tanstack/react-query';
import { createTRPCOptionsProxy } from '@trpc/tanstack-react-query';
import { type ReactNode, Suspense, useEffect, useRef, useState } from 'react';

import { createFirstFeed } from '../features/head-start/first-feed.ts';
import { takeHeadStart } from '../features/head-start/take-head-start.ts';
import { useUnreadQuery } from '../features/notification/use-unread-query.ts';
import { type Api, useApi } from './api.ts';
import { meOptions } from './me-options.ts';
import { optionalPart } from './part.ts';
import { createQueryClient } from './query-client.ts';
import { type Reader, useReaderKey, useSession } from './session.tsx';
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
const MemberStream = optionalPart(
  async () => (await import('../features/stream/member-stream.tsx')).MemberStream,
);

/** Begins the session, keeps the cache to one reader, and tells who that is. Draws nothing. */
export function ApiLife({ host, onReader }: ApiLifeProps): ReactNode {
  const { queryClient } = host;
  useEffect(() => {
    queryClient.mount();
    return () => queryClient.unmount();
  }, [queryClient]);
  useSessionStarted(host);
  const newKey = useNewKey();
  const key = useCleanKey(host, newKey);
  // What is asked for before that is taken out of the cache, and would be asked for again.
  const isClean = key === newKey;
  const memberId = useMemberId();

  const { state } = useSession();
  const { data } = useQuery(
    useApi().member.profile.me.queryOptions(undefined, {
      enabled: state === 'member' && isClean,
      ...meOptions,
    }),
  );
  // Where one member follows another it is that of the one before, until it has been taken out of the cache.
  const me = data?.id === memberId ? data : undefined;
  const unreadCount = useUnreadQuery({ isWanted: isClean });
  useEffect(() => onReader({ key, me, unreadCount }), [onReader, key, me, unreadCount]);
  if (memberId === null) return null;
  // The boundary comes with what it is for: what is there already would wait for the script.
  return (
    <Suspense>
      <MemberStream memberId={memberId} />
    </Suspense>
  );
}

function useSessionStarted({ session }: ApiHost): void {
  useEffect(() => {
    // A failure leaves the session unknown; what needs a member shows it (`useSessionStart`).
    const start = (): void => void session.start().catch(() => undefined);
    start();
    window.addEventListener('online', start);
    return () => window.removeEventListener('online', start);
  }, [session]);
}

/**
 * `newKey`, as soon as nothing is kept of what the one before saw (likes, relations, their own feed): a page that
 * begins anew under it looks for what is there already.
 */
function useCleanKey({ api, queryClient }: ApiHost, newKey: number): number {
  const { firstFeed } = api;
  const [cleanKey, setCleanKey] = useState(newKey);
  useEffect(() => {
    if (cleanKey === newKey) return;
    firstFeed.drop();
    // After all effects: until then parts of the page still take hold of what they have shown.
    queueMicrotask(() => {
      queryClient.removeQueries();
      setCleanKey(newKey);
    });
  }, [cleanKey, newKey, queryClient, firstFeed]);

  const shownKey = useReaderKey();
  const lastShown = useRef(shownKey);
  useEffect(() => {
    if (lastShown.current === shownKey) return;
    lastShown.current = shownKey;
    // It begins with what the server had rendered, which may be long ago. What is being asked for is not asked for twice.
    queueMicrotask(() => void queryClient.invalidateQueries({}, { cancelRefetch: false }));
  }, [shownKey, queryClient]);
  return cleanKey;
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
