import {
  ActivityIdInput,
  ActivityPage,
  FollowingActivityPage,
  MyActivityInput,
} from '@dailyfeed/contract/activity';
import { PageInput } from '@dailyfeed/contract/page';
import * as z from 'zod';

import { hideActivity, listMine } from '../domain/activity.ts';
import { listFollowing } from '../domain/following-activity.ts';
import { memberProcedure, router } from '../trpc.ts';

export const myActivityRouter = router({
  mine: memberProcedure
    .input(MyActivityInput)
    .output(ActivityPage)
    .query(({ ctx, input }) => listMine(ctx, { ...input, memberId: ctx.memberId })),

  following: memberProcedure
    .input(PageInput)
    .output(FollowingActivityPage)
    .query(({ ctx, input }) => listFollowing(ctx, { ...input, memberId: ctx.memberId })),

  hide: memberProcedure
    .input(ActivityIdInput)
    .output(z.void())
    .mutation(({ ctx, input }) => hideActivity(ctx, { id: input.id, memberId: ctx.memberId })),
});
