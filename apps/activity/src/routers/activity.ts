import { ActivityPage, MyActivityInput } from '@dailyfeed/contract/activity';

import { listMine } from '../domain/activity.ts';
import { memberProcedure, router } from '../trpc.ts';

export const myActivityRouter = router({
  mine: memberProcedure
    .input(MyActivityInput)
    .output(ActivityPage)
    .query(({ ctx, input }) => listMine(ctx, { ...input, memberId: ctx.memberId })),
});
