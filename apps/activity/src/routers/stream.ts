import { StreamInput, StreamMessage } from '@dailyfeed/contract/stream';
import { newId } from '@dailyfeed/service-kit/id';
import { tracked } from '@trpc/server';

import { followMember } from '../domain/stream.ts';
import { memberProcedure, router } from '../trpc.ts';

export const streamRouter = router({
  /**
   * Server-Sent Events. It ends with the session; until then clients connect anew by themselves, with the id of the last
   * message. Whichever that was, how things are is told from the beginning: so nothing is missed, and nothing kept.
   */
  member: memberProcedure.input(StreamInput).subscription(async function* ({ ctx, signal }) {
    const messages = followMember(ctx, {
      memberId: ctx.memberId,
      signal: signal ?? AbortSignal.abort(),
    });
    for await (const message of messages) yield tracked(newId(), StreamMessage.parse(message));
  }),
});
