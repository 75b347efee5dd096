import {
  AdminActionPage,
  AdminMember,
  AdminMemberPage,
  AdminMembersInput,
  DisableInput,
} from '@dailyfeed/contract/admin';
import { MemberIdInput } from '@dailyfeed/contract/member';
import { PageInput } from '@dailyfeed/contract/page';

import { disableMember, enableMember } from '../domain/account-state.ts';
import { listActionPage, listMemberPage } from '../domain/admin-list.ts';
import { adminProcedure, router } from '../trpc.ts';

export const adminRouter = router({
  members: adminProcedure
    .input(AdminMembersInput)
    .output(AdminMemberPage)
    .query(({ ctx, input }) => listMemberPage(ctx, input)),

  actions: adminProcedure
    .input(PageInput)
    .output(AdminActionPage)
    .query(({ ctx, input }) => listActionPage(ctx, input)),

  disable: adminProcedure
    .input(DisableInput)
    .output(AdminMember)
    .mutation(({ ctx, input }) => disableMember(ctx, { ...input, actorId: ctx.memberId })),

  enable: adminProcedure
    .input(MemberIdInput)
    .output(AdminMember)
    .mutation(({ ctx, input }) => enableMember(ctx, { ...input, actorId: ctx.memberId })),
});
