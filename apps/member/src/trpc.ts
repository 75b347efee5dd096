import { createTrpc } from '@dailyfeed/service-kit/trpc';

import type { Context } from './deps.ts';

const trpc = createTrpc<Context>();

export const { router, publicProcedure, internalProcedure } = trpc;

/** Whoever brings an access token here has received what came with it. */
export const memberProcedure = trpc.memberProcedure.use(async ({ ctx, next }) => {
  const { member } = ctx.identity;
  // Side by side: a database that does not answer is waited for once.
  const [result] = await Promise.all([next(), member && ctx.sessionUses.note(member)]);
  return result;
});
