import type { Place } from '../feed/place.ts';
import type { HeadStart, HeadStartNames } from './head-start.ts';

/**
 * Finds out who reads, and asks for their feed, while the scripts of the page are still on their way; keeps to the
 * locks of the client (`packages/client`), so that tabs refresh one at a time. The token stays in here until the
 * client takes it over. It is written out into the page, to run before anything else does, so it uses nothing from
 * outside of itself.
 */
export function beginSession(names: HeadStartNames): void {
  // Missing where the page is not in a secure context.
  const { locks } = navigator as Partial<Pick<Navigator, 'locks'>>; // see above
  if (!locks) return;
  const taken = Promise.withResolvers<void>();
  // Who was further down is given another page than the first. Asked at once: the page's scripts take the place.
  const isElsewhere = wasElsewhere(location.pathname + location.search);
  const refresh = locks.query().then(({ held = [] }) => {
    // An open tab hands on its token; one that is opening will.
    if (held.some(({ name = '' }) => names.tabLocks.includes(name))) return undefined;
    const answer = fetch(names.refreshPath, { method: 'POST', keepalive: true });
    // Not before it is sent: each of them takes a turn of the page, which is busy now.
    void locks.request(names.turnLock, { ifAvailable: true }, () => taken.promise);
    locks.request(names.refreshLock, () => answer).catch(() => undefined);
    return answer;
  });
  const feed = refresh.then(async (answer) => {
    const page = location.pathname + location.search;
    if (!answer?.ok || page !== names.feedPage || isElsewhere) return undefined;
    const { accessToken } = (await answer.clone().json()) as { accessToken: string }; // as the gateway grants it
    return fetch(names.feedPath, { headers: { authorization: `Bearer ${accessToken}` } });
  });
  // Who takes them hears of their failures.
  refresh.catch(() => undefined);
  feed.catch(() => undefined);
  document.addEventListener(
    names.takeEvent,
    (event) => {
      const give = (event as CustomEvent<(headStart: HeadStart) => void>).detail; // see `takeEvent`
      give({ refresh, feed });
      taken.resolve();
    },
    { once: true },
  );

  function wasElsewhere(path: string): boolean {
    try {
      const kept = JSON.parse(sessionStorage.getItem(names.placeKey) ?? 'null') as Place | null; // as it is kept
      return kept?.path === path && kept.cursors.length > 0;
    } catch {
      return false;
    }
  }
}
