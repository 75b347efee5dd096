'use client';

import { type ReactNode, useEffect } from 'react';

import { useAskForLogIn } from '../../lib/log-in-way.ts';
import { useSession } from '../../lib/session.tsx';
import { useSessionStart } from '../../lib/use-session-start.ts';
import { QueryError } from '../../ui/state.tsx';
import { InPlaceOfPosts } from '../feed/skip-to-posts.tsx';

/** Shows its children to a member; a visitor is led to log-in and comes back here. */
export function MemberOnly(props: { fallback: ReactNode; children: ReactNode }): ReactNode {
  const { state } = useSession();
  const start = useSessionStart();
  const askForLogIn = useAskForLogIn();
  useEffect(() => {
    if (state === 'anonymous') askForLogIn('replace');
  }, [state, askForLogIn]);

  if (state === 'member') return props.children;
  // Also where a list of posts would be.
  return (
    <InPlaceOfPosts>
      {state === 'unknown' && start.isError ? <QueryError query={start} /> : props.fallback}
    </InPlaceOfPosts>
  );
}
