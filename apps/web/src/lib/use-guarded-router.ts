'use client';

import { useRouter } from 'next/navigation';

import { useIsStopped } from './use-is-stopped.ts';

/** The router for what is no link, which `LinkGuard` hears of: selects, cards, the search box. */
export function useGuardedRouter(): Pick<ReturnType<typeof useRouter>, 'push' | 'replace'> {
  const router = useRouter();
  const isStopped = useIsStopped();
  return {
    push: (...way) => {
      if (!isStopped()) router.push(...way);
    },
    replace: (...way) => {
      if (!isStopped()) router.replace(...way);
    },
  };
}
