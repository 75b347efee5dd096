'use client';

import { composerId, routes, searchBoxId } from '../../lib/routes.ts';
import { useMe, useSession } from '../../lib/session.tsx';
import { useGuardedRouter } from '../../lib/use-guarded-router.ts';
import { useIsStopped } from '../../lib/use-is-stopped.ts';
import { focusSearch, openFocused, showFresh, stepPost } from './shortcut-target.ts';
import { focusComposer } from './write-link.tsx';

/** Every shortcut, in the order of the help; `member` ones do nothing for a visitor. */
export const shortcuts = [
  { keys: 'j', name: 'next', group: 'posts', for: 'all' },
  { keys: 'k', name: 'previous', group: 'posts', for: 'all' },
  { keys: 'Enter', name: 'open', group: 'posts', for: 'all' },
  { keys: 'l', name: 'like', group: 'posts', for: 'member' },
  { keys: '.', name: 'fresh', group: 'posts', for: 'all' },
  { keys: '/', name: 'search', group: 'go', for: 'all' },
  { keys: 'c', name: 'write', group: 'go', for: 'member' },
  { keys: 'g h', name: 'home', group: 'go', for: 'all' },
  { keys: 'g r', name: 'recent', group: 'go', for: 'all' },
  { keys: 'g t', name: 'popular', group: 'go', for: 'all' },
  { keys: 'g b', name: 'bookmarks', group: 'go', for: 'member' },
  { keys: 'g n', name: 'notifications', group: 'go', for: 'member' },
  { keys: 'g a', name: 'activity', group: 'go', for: 'member' },
  { keys: 'g p', name: 'profile', group: 'go', for: 'member' },
  { keys: '?', name: 'help', group: 'go', for: 'all' },
] as const;
export type ShortcutName = (typeof shortcuts)[number]['name'];

/** Runs the shortcut of `keys`; false when there is none, or nothing to do here. */
export function useShortcutActions(openHelp: () => void): (keys: string) => boolean {
  const router = useGuardedRouter();
  const isStopped = useIsStopped();
  const { likely } = useSession();
  const me = useMe();

  const go = (address: string): boolean => {
    router.push(address);
    return true;
  };
  const actions: Record<ShortcutName, () => boolean> = {
    next: () => stepPost(1),
    previous: () => stepPost(-1),
    open: openFocused,
    like: () => {
      // Only members like: who reads does not wait for it.
      void import('./like-post.ts').then(({ likePost }) => likePost(), isStopped);
      return true;
    },
    fresh: showFresh,
    search: () => focusSearch() || go(`${routes.search()}#${searchBoxId}`),
    write: () => focusComposer() || go(`${routes.home()}#${composerId}`),
    home: () => go(routes.home()),
    recent: () => go(routes.recent()),
    popular: () => go(routes.popular()),
    bookmarks: () => go(routes.bookmarks()),
    notifications: () => go(routes.notifications()),
    activity: () => go(routes.activity()),
    profile: () => me !== undefined && go(routes.profile(me.handle)),
    help: () => {
      openHelp();
      return true;
    },
  };
  return (keys) => {
    const shortcut = shortcuts.find((candidate) => candidate.keys === keys);
    if (!shortcut || (shortcut.for === 'member' && likely !== 'member')) return false;
    return actions[shortcut.name]();
  };
}
