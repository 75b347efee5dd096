'use client';

import type { Session, SessionState } from '@dailyfeed/client';
import type { Me } from '@dailyfeed/contract/member';
import { createContext, use, useCallback, useSyncExternalStore } from 'react';

/** What a cookie lets us guess before the session is known: which shell to draw first. */
export type SessionHint = 'member' | 'anonymous';

export type SessionContextValue = {
  /** Null while a visitor reads: there is nothing that a session would be for. */
  session: Session | null;
  hint: SessionHint;
  me: Me | undefined;
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

/** The reader's own profile; undefined while it loads and for a visitor. */
export function useMe(): Me | undefined {
  const { me } = useSessionContext();
  const { state } = useSession();
  return state === 'member' ? me : undefined;
}

function useSessionContext(): SessionContextValue {
  const value = use(SessionContext);
  if (!value) throw new Error('ApiProvider is missing');
  return value;
}
