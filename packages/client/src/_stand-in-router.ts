import { AppError, type ErrorCode } from '@dailyfeed/contract/errors';
import { initTRPC, tracked, TRPCError } from '@trpc/server';
import type { FastifyReply } from 'fastify';
import * as z from 'zod';

import type { StandIn } from './_stand-in.ts';
import type { StreamEvents } from './_stream-events.ts';

export const ann = '0190c1f2-0000-7000-8000-000000000001';
export const bob = '0190c1f2-0000-7000-8000-000000000002';

const t = initTRPC
  .context<{
    memberId: string | null;
    sessionKey: string | undefined;
    standIn: StandIn;
    reply: FastifyReply;
  }>()
  .create({
    errorFormatter: ({ shape, error }) => ({
      ...shape,
      data: { ...shape.data, ...dataOf(error.cause) },
    }),
  });
const count = t.procedure.use(({ ctx, path, next }) => {
  ctx.standIn.ran[path] = (ctx.standIn.ran[path] ?? 0) + 1;
  return next();
});
const memberOnly = count.use(({ ctx, next }) => {
  if (ctx.memberId === null) throw refusal('UNAUTHENTICATED');
  return next();
});
const grant = z.looseObject({});
/** Somebody else's session stays, and so does their cookie. */
const leave = memberOnly.mutation(({ ctx: { memberId, sessionKey, standIn, reply } }) => {
  const holder = standIn.sessions.get(sessionKey ?? '') ?? memberId;
  for (const living of [standIn.sessions, standIn.tokens]) {
    for (const [key, owner] of living) if (owner === memberId) living.delete(key);
  }
  if (holder === memberId)
    void reply.header('set-cookie', ['refresh=; Max-Age=0', 'signed-in=; Max-Age=0']);
});

export const standInServices = {
  member: t.router({
    auth: t.router({
      logIn: count.input(z.looseObject({ email: z.string() })).mutation(({ ctx, input }) => {
        const { standIn, reply } = ctx;
        const memberId = { 'ann@example.org': ann, 'bob@example.org': bob }[input.email];
        if (memberId === undefined) throw refusal('CREDENTIALS_WRONG');
        const session = `${memberId}-${standIn.sessions.size}`;
        standIn.sessions.set(session, memberId);
        void reply.header('set-cookie', [`refresh=${session}; Path=/; HttpOnly`, 'signed-in=1']);
        return grantOf(standIn, memberId);
      }),
      logOut: leave,
      // Each member has one session here.
      logOutEverywhere: leave,
    }),
  }),
  content: t.router({
    post: t.router({
      create: memberOnly
        .input(z.looseObject({ idempotencyKey: z.string() }))
        .output(grant)
        .mutation(({ ctx, input }) => {
          const { created } = ctx.standIn;
          created.set(input.idempotencyKey, (created.get(input.idempotencyKey) ?? 0) + 1);
          return { authorId: ctx.memberId };
        }),
    }),
  }),
  timeline: t.router({
    feed: t.router({
      recent: count.query(() => ({ items: [], nextCursor: null })),
      following: memberOnly.query(() => ({ items: [], nextCursor: null })),
    }),
  }),
  activity: t.router({
    stream: t.router({
      member: memberOnly
        .input(z.object({ lastEventId: z.string().optional() }))
        .subscription(({ ctx, input, signal }) =>
          tellEvents(ctx.standIn.events, Number(input.lastEventId ?? 0), signal),
        ),
    }),
  }),
};

/** Every event behind the one that was told last, then each that comes. */
async function* tellEvents(events: StreamEvents, after: number, signal: AbortSignal | undefined) {
  for (let told = after; ; told += 1) {
    const next = await events.next(told, signal);
    if ('refusal' in next) throw refusal(next.refusal);
    if ('end' in next) return;
    yield tracked(String(told + 1), next.event);
  }
}

export function grantOf(standIn: StandIn, memberId: string) {
  return {
    member: { id: memberId },
    accessToken: standIn.issue(memberId),
    expiresAt: new Date(Date.now() + 900_000).toISOString(),
  };
}

function refusal(code: ErrorCode): TRPCError {
  return new TRPCError({ code: 'UNAUTHORIZED', cause: new AppError(code) });
}

function dataOf(cause: Error | undefined) {
  return cause instanceof AppError ? { appCode: cause.code, fields: null, requestId: 'r' } : {};
}
