'use client';

import { useEffect, useEffectEvent } from 'react';

import { useIsStopped } from '../../lib/use-is-stopped.ts';

/** Without a connection a link leads to the browser's own error page: says so instead, and keeps this page. */
export function OfflineGuard(): null {
  const isStopped = useIsStopped();
  const guard = useEffectEvent((event: MouseEvent): void => {
    if (leadsAway(event) && isStopped()) event.preventDefault();
  });
  useEffect(() => {
    const listener = (event: MouseEvent): void => guard(event);
    // Before the links themselves hear of it.
    window.addEventListener('click', listener, { capture: true });
    return () => window.removeEventListener('click', listener, { capture: true });
  }, []);
  return null;
}

/** Whether a press opens another page of this site in this tab. */
function leadsAway(event: MouseEvent): boolean {
  if (!(event.target instanceof Element)) return false;
  if (event.button !== 0 || event.metaKey || event.ctrlKey || event.shiftKey) return false;
  const link = event.target.closest('a');
  // Going back needs no connection.
  if (!link || link.target !== '' || link.dataset['leads'] === 'back') return false;
  return link.origin === location.origin && link.pathname !== location.pathname;
}
