'use client';

import type { Session } from '@dailyfeed/client';
import { useCallback, useSyncExternalStore } from 'react';

import { useSessionActions } from './session.tsx';

/** Null for a visitor, and while it is not known who reads. */
export function useMemberId(): string | null {
  return useOfSession((session) => session.memberId, null);
}

/** The member's id, or else the state of the session. */
export function useReaderName(): string {
  return useOfSession((session) => session.memberId ?? session.state, 'unknown');
}

function useOfSession<T>(read: (session: Session) => T, onServer: T): T {
  const session = useSessionActions();
  const subscribe = useCallback((listener: () => void) => session.subscribe(listener), [session]);
  return useSyncExternalStore(
    subscribe,
    () => read(session),
    () => onServer,
  );
}
