import {
  ChangeEmailInput,
  ChangePasswordInput,
  EmailChangeState,
  LinkTokenInput,
  RequestPasswordResetInput,
  ResetPasswordInput,
} from '@dailyfeed/contract/account';
import { LogInInput, SessionGrant, SignUpInput, TokenGrant } from '@dailyfeed/contract/auth';
import { LinkStart, ProviderInput, Providers } from '@dailyfeed/contract/provider';
import * as z from 'zod';

import { changeEmail, confirmEmailChange } from '../domain/email-change.ts';
import { requestEmailVerification, verifyEmail } from '../domain/email-verification.ts';
import { logIn } from '../domain/log-in.ts';
import { clearCookies, logOut, logOutEverywhere } from '../domain/log-out.ts';
import { changePassword } from '../domain/password-change.ts';
import { requestPasswordReset, resetPassword } from '../domain/password-reset.ts';
import { createLinkStart, unlinkIdentity } from '../domain/provider-link.ts';
import { signUp } from '../domain/sign-up.ts';
import { listProviders } from '../domain/way-in.ts';
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

  logOutEverywhere: memberProcedure.output(z.void()).mutation(async ({ ctx }) => {
    await logOutEverywhere(ctx, ctx.memberId);
    await clearCookies(ctx, ctx);
  }),

  logOut: memberProcedure.output(z.void()).mutation(async ({ ctx }) => {
    await logOut(ctx, { identity: ctx.identity, refreshToken: ctx.session.refreshToken });
    await clearCookies(ctx, ctx);
  }),

  verifyEmail: publicProcedure
    .input(LinkTokenInput)
    .output(z.void())
    .mutation(({ ctx, input }) => verifyEmail(ctx, input.token)),

  requestEmailVerification: memberProcedure
    .output(z.void())
    .mutation(({ ctx }) => requestEmailVerification(ctx, ctx.memberId, ctx.identity)),

  requestPasswordReset: publicProcedure
    .input(RequestPasswordResetInput)
    .output(z.void())
    .mutation(({ ctx, input }) => requestPasswordReset(ctx, input.email, ctx.identity)),

  resetPassword: publicProcedure
    .input(ResetPasswordInput)
    .output(z.void())
    .mutation(({ ctx, input }) => resetPassword(ctx, input)),

  changePassword: memberProcedure
    .input(ChangePasswordInput)
    .output(TokenGrant)
    .mutation(async ({ ctx, input }) =>
      ctx.session.grant(await changePassword(ctx, input, ctx.identity)),
    ),

  changeEmail: memberProcedure
    .input(ChangeEmailInput)
    .output(z.void())
    .mutation(({ ctx, input }) => changeEmail(ctx, input, ctx.identity)),

  confirmEmailChange: publicProcedure
    .input(LinkTokenInput)
    .output(EmailChangeState)
    .mutation(({ ctx, input }) => confirmEmailChange(ctx, input.token)),

  providers: publicProcedure
    .output(Providers)
    .query(({ ctx }) => listProviders(ctx, ctx.identity.member?.memberId)),

  link: memberProcedure
    .input(ProviderInput)
    .output(LinkStart)
    .mutation(({ ctx, input }) => createLinkStart(ctx, { ...input, linker: ctx.principal })),

  unlink: memberProcedure
    .input(ProviderInput)
    .output(z.void())
    .mutation(({ ctx, input }) => unlinkIdentity(ctx, { ...input, linker: ctx.principal })),
});
