import type { Identity } from '@dailyfeed/auth/identity';
import { AppError } from '@dailyfeed/contract/errors';
import { initTRPC } from '@trpc/server';

import { toAppError, toTrpcError } from './error-status.ts';
import type { Log } from './log.ts';

/** What every procedure is given, whatever the service. */
export type BaseContext = { identity: Identity; log: Log };

/** Who may call a procedure; every procedure says so, for those who walk the routers. */
export type ProcedureMeta = { access: 'public' | 'member' | 'admin' | 'internal' };

/** The one place tRPC is initialised, so that every service answers with the same error shape. */
// No return type: tRPC's builders cannot be named.
export function createTrpc<TContext extends BaseContext>() {
  const t = initTRPC
    .context<TContext>()
    .meta<ProcedureMeta>()
    .create({
      defaultMeta: { access: 'public' },
      // A stack belongs in the log, never in an answer.
      isDev: false,
      sse: {
        // Proxies on the way cut what is silent; a client that hears nothing connects anew.
        ping: { enabled: true, intervalMs: 15_000 },
        client: { reconnectAfterInactivityMs: 40_000 },
        // Its reader connects anew, with a token that is good then.
        maxDurationMs: 600_000,
      },
      errorFormatter: ({ shape, error, ctx }) => {
        const cause = toAppError(error);
        return {
          ...shape,
          message: toTrpcError(error).message,
          data: {
            ...shape.data,
            appCode: cause.code,
            fields: cause.details.fields ?? null,
            retryAfterSeconds: cause.details.retryAfterSeconds ?? null,
            requestId: ctx?.identity.requestId ?? '',
          },
        };
      },
    });

  const publicProcedure = t.procedure.use(async ({ ctx, path, next }) => {
    const result = await next();
    // `next()` resolves on failure; a try/catch here would never see the error.
    if (result.ok) return result;
    const error = toTrpcError(result.error);
    const cause = toAppError(error);
    if (cause.code === 'INTERNAL') ctx.log.error({ err: cause.cause, path }, 'procedure failed');
    if (cause.code === 'STORE_UNAVAILABLE') {
      ctx.log.warn({ err: cause.cause, path }, 'store unavailable');
    }
    throw error;
  });

  const memberProcedure = publicProcedure.meta({ access: 'member' }).use(({ ctx, next }) => {
    const { member } = ctx.identity;
    if (!member) throw new AppError('UNAUTHENTICATED');
    return next({ ctx: { memberId: member.memberId, principal: member } });
  });

  /** For admins, as the access token says; other tokens of a member whose roles change are refused within a second. */
  const adminProcedure = memberProcedure.meta({ access: 'admin' }).use(({ ctx, next }) => {
    if (!ctx.identity.member?.roles.includes('ADMIN')) throw new AppError('FORBIDDEN');
    return next();
  });

  /** For other services only; the gateway never routes it, and a passport without a service is refused. */
  const internalProcedure = publicProcedure.meta({ access: 'internal' }).use(({ ctx, next }) => {
    if (ctx.identity.service === null) throw new AppError('FORBIDDEN');
    return next();
  });

  /** For another service that asks in the name of a member, about them. */
  const delegatedProcedure = internalProcedure.use(({ ctx, next }) => {
    const { member } = ctx.identity;
    if (!member) throw new AppError('FORBIDDEN');
    return next({ ctx: { memberId: member.memberId } });
  });

  return {
    router: t.router,
    publicProcedure,
    memberProcedure,
    adminProcedure,
    internalProcedure,
    delegatedProcedure,
  };
}
