'use client';

import { usePathname, useRouter } from 'next/navigation';

import { routes } from './routes.ts';
import { useSession } from './session.tsx';

/** Runs what only members can do; a visitor is led to the log-in page and back here. */
export function useMemberAction(): (action: () => void) => void {
  const { likely } = useSession();
  const router = useRouter();
  const pathname = usePathname();
  return (action) => {
    if (likely === 'member') action();
    else router.push(routes.logIn(decodeURIComponent(pathname)));
  };
}
