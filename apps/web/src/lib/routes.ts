import type { ActivityType } from '@dailyfeed/contract/activity';
import type { CommentWindow, FollowingSort } from '@dailyfeed/contract/feed';
import type { ProviderId } from '@dailyfeed/contract/provider';
import { safePath } from '@dailyfeed/contract/safe-path';
import type { SearchSort } from '@dailyfeed/contract/search';

import type { SearchType } from '../features/search/search-type.ts';

/** Every address of the site is built here; nothing else writes one. */
export const routes = {
  home: (sort: FollowingSort = 'newest') => (sort === 'newest' ? '/' : `/?sort=${sort}`),
  recent: () => '/recent',
  popular: () => '/popular',
  discussed: (window?: CommentWindow) =>
    window === undefined ? '/discussed' : `/discussed?window=${window}`,
  tag: (tag: string) => `/tag/${encodeURIComponent(tag)}`,
  /** Without a query: where one begins to search. */
  search: (search: { query?: string; type?: SearchType; sort?: SearchSort } = {}) => {
    const { query = '', type = 'posts', sort = 'best' } = search;
    const asked = new URLSearchParams();
    if (query !== '') asked.set('q', query);
    if (type !== 'posts') asked.set('type', type);
    if (sort !== 'best') asked.set('sort', sort);
    return asked.size === 0 ? '/search' : `/search?${asked.toString()}`;
  },
  mine: () => '/me',
  bookmarks: () => '/bookmarks',
  post: (id: string) => `/p/${id}`,
  /** A post, opened at one of its comments. */
  comment: (postId: string, id: string) => `/p/${postId}?comment=${id}`,
  profile: (handle: string) => `/@${handle}`,
  replies: (handle: string) => `/@${handle}/replies`,
  media: (handle: string) => `/@${handle}/media`,
  likes: (handle: string) => `/@${handle}/likes`,
  followers: (handle: string) => `/@${handle}/followers`,
  following: (handle: string) => `/@${handle}/following`,
  discover: () => '/discover',
  connections: () => '/connections',
  connectionsFollowing: () => '/connections/following',
  followRequests: () => '/connections/requests',
  drafts: () => '/drafts',
  activity: (type?: ActivityType) => (type === undefined ? '/activity' : `/activity?type=${type}`),
  followingActivity: () => '/activity/following',
  notifications: () => '/notifications',
  profileSettings: () => '/settings/profile',
  privacy: () => '/settings/privacy',
  account: () => '/settings/account',
  notificationSettings: () => '/settings/notifications',
  appearance: () => '/settings/appearance',
  sessions: () => '/settings/sessions',
  adminMembers: () => '/admin/members',
  adminReports: () => '/admin/reports',
  adminLog: () => '/admin/log',
  adminDeadLetters: () => '/admin/dead-letters',
  resetPassword: () => '/reset',
  logIn: (next?: string) => withNext('/login', next),
  signUp: (next?: string) => withNext('/signup', next),
  /** Leaves for the log-in page of somebody else; no page of ours. */
  providerStart: (id: ProviderId, next?: string) => withNext(`/api/auth/${id}/start`, next),
};

/** The writing box of the home page; the shell's "write" button leads to it. */
export const composerId = 'composer';

/** The search box; the key `/` leads to it. */
export const searchBoxId = 'search-box';

/** The element of each page that the skip link jumps to. */
export const mainId = 'main';

function withNext(path: string, next: string | undefined): string {
  const target = safeNext(next);
  return target === routes.home() ? path : `${path}?next=${encodeURIComponent(target)}`;
}

/** Where to go after log-in: a path of this site, or home when `next` is absent, foreign or a log-in page itself. */
export function safeNext(next: string | null | undefined): string {
  const path = safePath(next);
  return path === undefined || isLogInPage(path.split(/[?#]/, 1)[0] ?? '') ? routes.home() : path;
}

/** Whether a path is one of the two pages where a session begins. */
export function isLogInPage(pathname: string): boolean {
  return /^\/(login|signup)(\/|$)/.test(pathname);
}

/** Whether a path is that of one post. */
export function isPostPage(pathname: string): boolean {
  return /^\/p\/[^/]+$/.test(pathname);
}
