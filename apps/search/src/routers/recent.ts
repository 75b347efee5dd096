import { RecentSearches, RecentSearchInput } from '@dailyfeed/contract/search';

import { addRecent, clearRecents, listRecents, removeRecent } from '../domain/recent.ts';
import { memberProcedure, router } from '../trpc.ts';

export const recentRouter = router({
  list: memberProcedure.output(RecentSearches).query(({ ctx }) => listRecents(ctx, ctx.memberId)),

  add: memberProcedure
    .input(RecentSearchInput)
    .output(RecentSearches)
    .mutation(({ ctx, input }) => addRecent(ctx, { ...input, memberId: ctx.memberId })),

  remove: memberProcedure
    .input(RecentSearchInput)
    .output(RecentSearches)
    .mutation(({ ctx, input }) => removeRecent(ctx, { ...input, memberId: ctx.memberId })),

  clear: memberProcedure
    .output(RecentSearches)
    .mutation(({ ctx }) => clearRecents(ctx, ctx.memberId)),
});
