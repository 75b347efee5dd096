import {
  DeadLetter,
  DeadLetterCounts,
  DeadLetterDetail,
  DeadLetterIdInput,
  DeadLetterListInput,
  DeadLetterPage,
} from '@dailyfeed/contract/dead-letter';

import {
  countDeadLetters,
  getDeadLetter,
  listDeadLetters,
  parkDeadLetter,
  resendDeadLetter,
} from '../domain/dead-letter.ts';
import { adminProcedure, router } from '../trpc.ts';

export const deadLetterRouter = router({
  list: adminProcedure
    .input(DeadLetterListInput)
    .output(DeadLetterPage)
    .query(({ ctx, input }) => listDeadLetters(ctx, input)),

  counts: adminProcedure
    .output(DeadLetterCounts)
    .query(async ({ ctx }) => ({ items: await countDeadLetters(ctx) })),

  get: adminProcedure
    .input(DeadLetterIdInput)
    .output(DeadLetterDetail)
    .query(({ ctx, input }) => getDeadLetter(ctx, input.id)),

  resend: adminProcedure
    .input(DeadLetterIdInput)
    .output(DeadLetter)
    .mutation(({ ctx, input }) => resendDeadLetter(ctx, { ...input, actorId: ctx.memberId })),

  park: adminProcedure
    .input(DeadLetterIdInput)
    .output(DeadLetter)
    .mutation(({ ctx, input }) => parkDeadLetter(ctx, { ...input, actorId: ctx.memberId })),
});
