import type { inferRouterInputs, inferRouterOutputs } from '@trpc/server';

import type { AppRouter } from './app-router.ts';

/** The first segment of every path: the service that answers. */
export const services = [
  'member',
  'content',
  'timeline',
  'activity',
] as const satisfies (keyof AppRouter['_def']['record'])[];

/** What each procedure takes: `RouterInputs['content']['post']['create']`. */
export type RouterInputs = inferRouterInputs<AppRouter>;
/** What each procedure answers: `RouterOutputs['timeline']['post']['byId']`. */
export type RouterOutputs = inferRouterOutputs<AppRouter>;
