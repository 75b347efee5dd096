'use client';

import type { Session, SessionState } from '@dailyfeed/client';
import type { Me } from '@dailyfeed/contract/member';
import { useQuery } from '@tanstack/react-query';
import { createContext, type ReactNode, use, useCallback, useSyncExternalStore } from 'react';

import { useApi } from './api.ts';

/** What a cookie lets us guess before the session is known: which shell to draw first. */
export type SessionHint = 'member' | 'anonymous';

const SessionContext = createContext<{ session: Session; hint: SessionHint } | null>(null);

export function SessionProvider(props: {
  session: Session;
  hint: SessionHint;
  children: ReactNode;
}): ReactNode {
  const { session, hint, children } = props;
  return <SessionContext value={{ session, hint }}>{children}</SessionContext>;
}

/** Logging in, signing up and out. */
export function useSessionActions(): Session {
  return useSessionContext().session;
}

/**
 * Who reads. `state` is what is proven (`unknown` until the first refresh has been answered);
 * `likely` is what to draw meanwhile, and never `unknown`.
 */
export function useSession(): { state: SessionState; likely: SessionHint } {
  const { session, hint } = useSessionContext();
  const subscribe = useCallback((listener: () => void) => session.subscribe(listener), [session]);
  const state = useSyncExternalStore(
    subscribe,
    () => session.state,
    (): SessionState => 'unknown',
  );
  return { state, likely: state === 'unknown' ? hint : state };
}

/** The reader's own profile; undefined while it loads and for a visitor. */
export function useMe(): Me | undefined {
  const api = useApi();
  const { state } = useSession();
  const me = useQuery(
    api.member.profile.me.queryOptions(undefined, {
      enabled: state === 'member',
      staleTime: 300_000,
    }),
  );
  return state === 'member' ? me.data : undefined;
}

function useSessionContext(): { session: Session; hint: SessionHint } {
  const value = use(SessionContext);
  if (!value) throw new Error('SessionProvider is missing');
  return value;
}
