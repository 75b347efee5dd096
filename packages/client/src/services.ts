import type { inferRouterInputs, inferRouterOutputs } from '@trpc/server';

import type { AppRouter } from './app-router.ts';

/** The first segment of every path: the service that answers. */
export const services = [
  'member',
  'content',
  'timeline',
  'activity',
  'image',
  'search',
] as const satisfies (keyof AppRouter['_def']['record'])[];

type Service = (typeof services)[number];

/** Splits `content.post.create` into the service and what it calls the procedure. */
export function splitPath(path: string): { service: Service; procedure: string } {
  const [name = '', ...procedure] = path.split('.');
  const service = services.find((known) => known === name);
  if (service === undefined) throw new Error(`Unknown service: ${name}`);
  return { service, procedure: procedure.join('.') };
}

/** What each procedure takes: `RouterInputs['content']['post']['create']`. */
export type RouterInputs = inferRouterInputs<AppRouter>;
/** What each procedure answers: `RouterOutputs['timeline']['post']['byId']`. */
export type RouterOutputs = inferRouterOutputs<AppRouter>;
