'use client';

import { useRouter } from 'next/navigation';
import { useEffect, useEffectEvent } from 'react';

import { useIsStopped } from '../../lib/use-is-stopped.ts';

/**
 * Hears of each press of a link before the link does. One that leads back goes to the place and position the reader
 * left. Without a connection any other leads to the browser's own error page: says so instead, and keeps this page.
 */
export function LinkGuard(): null {
  const isStopped = useIsStopped();
  const router = useRouter();
  const guard = useEffectEvent((event: MouseEvent): void => {
    const link = linkOf(event);
    if (!link) return;
    // `navigation` lists only entries of this site; a browser without it goes where the link says.
    if (link.dataset['leads'] === 'back' && 'navigation' in window && window.navigation.canGoBack) {
      event.preventDefault();
      router.back();
    } else if (leadsAway(link) && isStopped()) event.preventDefault();
  });
  useEffect(() => {
    const listener = (event: MouseEvent): void => guard(event);
    window.addEventListener('click', listener, { capture: true });
    return () => window.removeEventListener('click', listener, { capture: true });
  }, []);
  return null;
}

/** The link that a press opens in this tab. */
function linkOf(event: MouseEvent): HTMLAnchorElement | undefined {
  if (!(event.target instanceof Element)) return undefined;
  if (event.button !== 0 || event.metaKey || event.ctrlKey || event.shiftKey) return undefined;
  const link = event.target.closest('a');
  return link?.target === '' ? link : undefined;
}

/** Whether it leads to another page of this site, or to another part of the list that this one shows. */
function leadsAway({ href, origin }: HTMLAnchorElement): boolean {
  return origin === location.origin && href.split('#')[0] !== location.href.split('#')[0];
}
