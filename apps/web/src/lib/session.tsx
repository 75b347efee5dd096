'use client';

import type { Session, SessionState } from '@dailyfeed/client';
import type { Me } from '@dailyfeed/contract/member';
import { createContext, use, useCallback, useSyncExternalStore } from 'react';

/** What a cookie lets us guess before the session is known: which shell to draw first. */
export type SessionHint = 'member' | 'anonymous';

/** What the whole page shows of the member who reads it. */
export type Reader = {
  /** `useReaderKey`. */
  key: number;
  /** Undefined while it loads. */
  me: Me | undefined;
  /** Rows of notifications that are not read; 0 while it is not known. */
  unreadCount: number;
};

export type SessionContextValue = {
  /** Null while a visitor reads: there is nothing that a session would be for. */
  session: Session | null;
  hint: SessionHint;
  reader: Reader;
};

export const SessionContext = createContext<SessionContextValue | null>(null);

/** Logging in, signing up and out. */
export function useSessionActions(): Session {
  const { session } = useSessionContext();
  if (!session) throw new Error('The API is not loaded here: see lib/api-loading.ts');
  return session;
}

/**
 * Who reads. `state` is what is proven (`unknown` until the first refresh has been answered);
 * `likely` is what to draw meanwhile, and never `unknown`.
 */
export function useSession(): { state: SessionState; likely: SessionHint } {
  const { session, hint } = useSessionContext();
  const subscribe = useCallback(
    (listener: () => void) => session?.subscribe(listener) ?? (() => undefined),
    [session],
  );
  const state = useSyncExternalStore(
    subscribe,
    () => session?.state ?? 'anonymous',
    (): SessionState => 'unknown',
  );
  return { state, likely: state === 'unknown' ? hint : state };
}

/** Another when somebody else reads than before, but not when it is only found out who does. */
export function useReaderKey(): number {
  return useSessionContext().reader.key;
}

/** The reader's own profile; undefined while it loads and for a visitor. */
export function useMe(): Me | undefined {
  const { reader } = useSessionContext();
  const { state } = useSession();
  return state === 'member' ? reader.me : undefined;
}

/** How many rows of the reader's notifications are not read; 0 for a visitor, who need not load the API to know. */
export function useUnreadCount(): number {
  const { reader } = useSessionContext();
  const { state } = useSession();
  return state === 'member' ? reader.unreadCount : 0;
}

function useSessionContext(): SessionContextValue {
  const value = use(SessionContext);
  if (!value) throw new Error('ApiProvider is missing');
  return value;
}
