import { Session, SessionIdInput } from '@dailyfeed/contract/session';
import * as z from 'zod';

import { revokeSession } from '../domain/log-out.ts';
import { listSessions } from '../domain/session-list.ts';
import { memberProcedure, router } from '../trpc.ts';

export const sessionRouter = router({
  list: memberProcedure.output(z.array(Session)).query(({ ctx }) =>
    listSessions(ctx, {
      memberId: ctx.memberId,
      currentId: ctx.identity.member?.sessionId,
      language: ctx.identity.language ?? 'en',
    }),
  ),

  revoke: memberProcedure
    .input(SessionIdInput)
    .output(z.void())
    .mutation(async ({ ctx, input }) => {
      await revokeSession(ctx, { memberId: ctx.memberId, id: input.id });
      if (input.id === ctx.identity.member?.sessionId) ctx.session.clear();
    }),
});
