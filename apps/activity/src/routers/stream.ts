import { StreamInput, StreamMessage } from '@dailyfeed/contract/stream';
import { newId } from '@dailyfeed/service-kit/id';
import { tracked } from '@trpc/server';

import { followMember } from '../domain/stream.ts';
import { memberProcedure, router } from '../trpc.ts';

export const streamRouter = router({
  /** Server-Sent Events. It ends with the session; until then clients connect anew by themselves. */
  member: memberProcedure.input(StreamInput).subscription(async function* ({ ctx, input, signal }) {
    const isResumed = typeof input?.lastEventId === 'string';
    const messages = followMember(ctx, {
      memberId: ctx.memberId,
      isResumed,
      signal: signal ?? AbortSignal.abort(),
    });
    for await (const message of messages) yield tracked(newId(), StreamMessage.parse(message));
  }),
});
