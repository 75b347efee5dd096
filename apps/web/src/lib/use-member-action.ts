'use client';

import { useAskForLogIn } from './log-in-way.ts';
import { useSession } from './session.tsx';

/** Runs what only members can do; a visitor is led to the log-in page and back here. */
export function useMemberAction(): (action: () => void) => void {
  const { likely } = useSession();
  const askForLogIn = useAskForLogIn();
  return (action) => {
    if (likely === 'member') action();
    else askForLogIn('push');
  };
}
