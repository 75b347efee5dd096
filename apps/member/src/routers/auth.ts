import { LogInInput, SessionGrant, SignUpInput } from '@dailyfeed/contract/auth';
import * as z from 'zod';

import { logIn } from '../domain/log-in.ts';
import { logOut } from '../domain/log-out.ts';
import { signUp } from '../domain/sign-up.ts';
import { memberProcedure, publicProcedure, router } from '../trpc.ts';

export const authRouter = router({
  signUp: publicProcedure
    .input(SignUpInput)
    .output(SessionGrant)
    .mutation(async ({ ctx, input }) => ctx.session.grant(await signUp(ctx, input, ctx.identity))),

  logIn: publicProcedure
    .input(LogInInput)
    .output(SessionGrant)
    .mutation(async ({ ctx, input }) => ctx.session.grant(await logIn(ctx, input, ctx.identity))),

  logOut: memberProcedure.output(z.void()).mutation(async ({ ctx }) => {
    await logOut(ctx, { identity: ctx.identity, refreshToken: ctx.session.refreshToken });
    ctx.session.clear();
  }),
});
