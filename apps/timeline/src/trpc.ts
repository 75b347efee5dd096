import { createTrpc } from '@dailyfeed/service-kit/trpc';

import type { Context } from './deps.ts';

export const { router, publicProcedure, memberProcedure, internalProcedure } =
  createTrpc<Context>();

/** Who reads, where logging in is not asked for. */
export function viewerOf(ctx: Context): string | null {
  return ctx.identity.member?.memberId ?? null;
}
