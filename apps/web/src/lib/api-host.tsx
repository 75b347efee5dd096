'use client';

import { createDailyfeed, type Dailyfeed, type Session } from '@dailyfeed/client';
import { type QueryClient, useQuery } from '@tanstack/react-query';
import { createTRPCOptionsProxy } from '@trpc/tanstack-react-query';
import { useCallback, useEffect, useRef, useSyncExternalStore } from 'react';

import { useUnreadQuery } from '../features/notification/use-unread-query.ts';
import { useMemberStream } from '../features/stream/use-member-stream.ts';
import { type Api, useApi } from './api.ts';
import { createQueryClient } from './query-client.ts';
import { type Reader, useSession } from './session.tsx';

export type ApiHost = { api: Api; queryClient: QueryClient; session: Session };

/** What a tab asks the services with: its client, its cache, its session. */
export function createApiHost(options: { onLogInRequired: () => void }): ApiHost {
  const dailyfeed: Dailyfeed = createDailyfeed(options);
  const queryClient = createQueryClient();
  const client = dailyfeed.api;
  return {
    api: {
      client,
      options: createTRPCOptionsProxy({ client, queryClient }),
      downloadExport: dailyfeed.downloadExport,
      uploadImage: dailyfeed.uploadImage,
    },
    queryClient,
    session: dailyfeed.session,
  };
}

export type ApiLifeProps = { host: ApiHost; onReader: (reader: Reader) => void };

/** Begins the session, keeps the cache to one reader, and tells who that is. Draws nothing. */
export function ApiLife({ host, onReader }: ApiLifeProps): null {
  const { session, queryClient } = host;
  useEffect(() => {
    queryClient.mount();
    return () => queryClient.unmount();
  }, [queryClient]);
  useSessionLife(session, queryClient);
  useMemberStream(useMemberId(session));

  const { state } = useSession();
  const { data: me } = useQuery(
    useApi().member.profile.me.queryOptions(undefined, {
      enabled: state === 'member',
      staleTime: 300_000,
    }),
  );
  const unreadCount = useUnreadQuery();
  useEffect(() => onReader({ me, unreadCount }), [onReader, me, unreadCount]);
  return null;
}

function useSessionLife(session: Session, queryClient: QueryClient): void {
  useEffect(() => {
    // A failure leaves the session unknown; what needs a member shows it (`useSessionStart`).
    const start = (): void => void session.start().catch(() => undefined);
    start();
    window.addEventListener('online', start);
    return () => window.removeEventListener('online', start);
  }, [session]);

  const reader = useReader(session);
  const last = useRef(reader);
  // In an effect: by then what only members see is gone from the page, and is not asked for again.
  useEffect(() => {
    const before = last.current;
    last.current = reader;
    // What one reader saw (likes, relations, their own feed) is not for another.
    if (before === 'unknown' || before === reader) return;
    // A reset alone would bring back what the server had rendered for the one before.
    queryClient.removeQueries({ type: 'inactive' });
    void queryClient.resetQueries();
  }, [reader, queryClient]);
}

/** Null for a visitor, and while it is not known who reads. */
function useMemberId(session: Session): string | null {
  return useOfSession(session, () => session.memberId, null);
}

/** The member's id, or else the state of the session. */
function useReader(session: Session): string {
  return useOfSession(session, () => session.memberId ?? session.state, 'unknown');
}

function useOfSession<T>(session: Session, read: () => T, onServer: T): T {
  const subscribe = useCallback((listener: () => void) => session.subscribe(listener), [session]);
  return useSyncExternalStore(subscribe, read, () => onServer);
}
