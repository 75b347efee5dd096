'use client';

import { useRouter } from 'next/navigation';
import { createContext, use, useCallback } from 'react';

import { useDestination } from './destination.ts';
import { isLogInPage, routes } from './routes.ts';

/** `replace` where the page one is on is not to be come back to by the browser's own way. */
export type AskForLogIn = (how: 'push' | 'replace') => void;

export const AskForLogInContext = createContext<AskForLogIn | null>(null);

/** Leads to the log-in page, and from there to where the reader is, or was on the way to. */
export function useAskForLogIn(): AskForLogIn {
  const ask = use(AskForLogInContext);
  if (!ask) throw new Error('ApiProvider is missing');
  return ask;
}

/** For the one who provides it. */
export function useLogInWay(): AskForLogIn {
  const router = useRouter();
  const destination = useDestination();
  return useCallback(
    (how) => {
      const { pathname, search } = new URL(destination.current ?? '', location.href);
      // Several may find out one after another; the first has led there already, or is about to.
      if (!isLogInPage(pathname)) router[how](routes.logIn(pathname + search));
    },
    [router, destination],
  );
}
