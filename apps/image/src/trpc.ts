import { createTrpc } from '@dailyfeed/service-kit/trpc';

import type { Context } from './deps.ts';

export const { router, memberProcedure, internalProcedure, delegatedProcedure } =
  createTrpc<Context>();
