import {
  DeleteDraftInput,
  Draft,
  DraftIdInput,
  DraftPage,
  SaveDraftInput,
} from '@dailyfeed/contract/draft';
import { PageInput } from '@dailyfeed/contract/page';
import { DeleteState } from '@dailyfeed/contract/post';

import { deleteDraft, getDraft, listDrafts, saveDraft } from '../domain/draft.ts';
import { memberProcedure, router } from '../trpc.ts';

export const draftRouter = router({
  save: memberProcedure
    .input(SaveDraftInput)
    .output(Draft)
    .mutation(({ ctx, input }) => saveDraft(ctx, { ...input, memberId: ctx.memberId })),

  byId: memberProcedure
    .input(DraftIdInput)
    .output(Draft)
    .query(({ ctx, input }) => getDraft(ctx, { ...input, memberId: ctx.memberId })),

  list: memberProcedure
    .input(PageInput)
    .output(DraftPage)
    .query(({ ctx, input }) => listDrafts(ctx, { ...input, memberId: ctx.memberId })),

  delete: memberProcedure
    .input(DeleteDraftInput)
    .output(DeleteState)
    .mutation(({ ctx, input }) => deleteDraft(ctx, { ...input, memberId: ctx.memberId })),
});
