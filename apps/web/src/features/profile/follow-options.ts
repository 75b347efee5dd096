import { visitedOptions } from '../feed/feed-options.ts';

/** Members of one page of followers or followings. */
export const followPageSize = 30;

/** How followers and followings are kept: each new follower moves everybody on. */
export const followOptions = { ...visitedOptions, staleTime: 30_000 };
