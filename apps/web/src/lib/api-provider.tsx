'use client';

import { createDailyfeed, type Dailyfeed, type Session } from '@dailyfeed/client';
import { type QueryClient, QueryClientProvider } from '@tanstack/react-query';
import { usePathname, useRouter } from 'next/navigation';
import {
  type ReactNode,
  useCallback,
  useEffect,
  useRef,
  useState,
  useSyncExternalStore,
} from 'react';

import { ApiContextProvider } from './api.ts';
import { createQueryClient } from './query-client.ts';
import { isLogInPage, routes } from './routes.ts';
import { type SessionHint, SessionProvider } from './session.tsx';

/** Gives a page its client, its cache and its session. `hint`: what the request's cookies let the server guess. */
export function ApiProvider(props: { hint: SessionHint; children: ReactNode }): ReactNode {
  const [queryClient] = useState(createQueryClient);
  const askForLogIn = useAskForLogIn();
  const [dailyfeed] = useState(() =>
    createDailyfeed({ onLogInRequired: () => askForLogIn.current() }),
  );
  useSessionLife(dailyfeed, queryClient);
  return (
    <QueryClientProvider client={queryClient}>
      <ApiContextProvider trpcClient={dailyfeed.api} queryClient={queryClient}>
        <SessionProvider session={dailyfeed.session} hint={props.hint}>
          {props.children}
        </SessionProvider>
      </ApiContextProvider>
    </QueryClientProvider>
  );
}

/** The client outlives every page, so it is given the way from the page that is open. */
function useAskForLogIn(): { current: () => void } {
  const router = useRouter();
  const pathname = usePathname();
  const way = useRef<() => void>(() => undefined);
  useEffect(() => {
    way.current = () => {
      // Several calls may find out one after another; the first has led there already.
      if (!isLogInPage(pathname)) router.push(routes.logIn(decodeURIComponent(pathname)));
    };
  }, [router, pathname]);
  return way;
}

function useSessionLife({ session }: Dailyfeed, queryClient: QueryClient): void {
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

/** The member's id, or else the state of the session. */
function useReader(session: Session): string {
  const subscribe = useCallback((listener: () => void) => session.subscribe(listener), [session]);
  return useSyncExternalStore(
    subscribe,
    () => session.memberId ?? session.state,
    () => 'unknown',
  );
}
