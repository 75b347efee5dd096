import { createTrpc } from '@dailyfeed/service-kit/trpc';

import type { Context } from './deps.ts';

const trpc = createTrpc<Context>();

export const { router, publicProcedure, internalProcedure } = trpc;

/** Whoever brings an access token here has received what came with it. */
export const memberProcedure = trpc.memberProcedure.use(async ({ ctx, next }) => {
  const [result] = await Promise.all([next(), noteUse(ctx)]);
  return result;
});

export const adminProcedure = trpc.adminProcedure.use(async ({ ctx, next }) => {
  const [result] = await Promise.all([next(), noteUse(ctx)]);
  return result;
});

/** Beside the work: a database that does not answer is waited for once. */
async function noteUse(ctx: Context): Promise<void> {
  const { member } = ctx.identity;
  if (member) await ctx.sessionUses.note(member);
}
