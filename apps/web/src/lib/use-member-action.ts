'use client';

import { type ComponentType, useEffect, useState } from 'react';

import { useAskForLogIn } from './log-in-way.ts';
import { usePart } from './part.ts';
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

/**
 * The presses of a button that only members can press. Who reads does not wait for what carries them out: it comes once
 * the page is there, and is shown with the first press (`useCountedPresses`).
 */
export function useMemberPresses<Props>(load: () => Promise<ComponentType<Props>>): {
  Presser: ComponentType<Props> | null;
  presses: number;
  press: () => void;
} {
  const isMember = useSession().likely === 'member';
  const asMember = useMemberAction();
  const { Part, withPart } = usePart(load);
  const [presses, setPresses] = useState(0);
  useEffect(() => {
    if (isMember) load().catch(() => undefined);
  }, [isMember, load]);
  return {
    Presser: isMember ? Part : null,
    presses,
    press: () => asMember(() => withPart(() => setPresses((count) => count + 1))),
  };
}
