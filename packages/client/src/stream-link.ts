import { httpSubscriptionLink, TRPCClientError, type TRPCLink } from '@trpc/client';
import { observable, type Unsubscribable } from '@trpc/server/observable';
import type { EventSource as Ponyfill } from 'eventsource';

import type { AppRouter } from './app-router.ts';
import { failureOf, SessionEndedError, SupersededError, toError } from './errors.ts';
import { wayOut } from './refresh-link.ts';
import { splitPath } from './services.ts';
import {
  createStreamConnection,
  type StreamConnection,
  streamOrigin,
  type StreamSender,
} from './stream-connection.ts';

/** A token refused sooner than this after it was refreshed will not be good the next time. */
const shortLifeMs = 10_000;

/**
 * Keeps a subscription's event stream open: by a header, which a browser's own EventSource cannot send; over a broken
 * connection and an old token it goes on behind the last event; it ends with the session, or when somebody else is
 * logged in.
 */
export function streamLink(sender: StreamSender): TRPCLink<AppRouter> {
  const { keeper } = sender;
  return (runtime) =>
    ({ op, next }) =>
      observable((observer) => {
        let isOver = false;
        let running: Unsubscribable | undefined;
        let stopWatching: (() => void) | undefined;
        let lastEventId: string | undefined;
        let replayedAtMs = Number.NEGATIVE_INFINITY;

        function end(tell: () => void): void {
          if (isOver) return;
          isOver = true;
          stopWatching?.();
          running?.unsubscribe();
          tell();
        }
        const fail = (reason: unknown): void =>
          end(() => observer.error(TRPCClientError.from(toError(reason))));

        async function open(): Promise<void> {
          // Loaded by those who use streams.
          const [{ EventSource }] = await Promise.all([import('eventsource'), keeper.settle()]);
          if (isOver || op.signal?.aborted) return end(() => observer.complete());
          const reader = keeper.memberId;
          stopWatching = keeper.subscribe(() => {
            if (keeper.memberId !== reader) fail(new SupersededError('The session has changed'));
          });
          connect(EventSource);
        }

        function connect(EventSource: typeof Ponyfill): void {
          const { service, procedure } = splitPath(op.path);
          const connection = createStreamConnection(sender);
          const link = httpSubscriptionLink<AppRouter, typeof EventSource>({
            url: `${streamOrigin}/api/${service}`,
            EventSource,
            eventSourceOptions: { fetch: connection.fetch },
          });
          const input = behind(op.input, lastEventId);
          running = link(runtime)({ op: { ...op, path: procedure, input }, next }).subscribe({
            next: (envelope) => {
              if ('id' in envelope.result) lastEventId = String(envelope.result.id);
              observer.next(envelope);
            },
            complete: () => end(() => observer.complete()),
            error: (error) => {
              mend(connection.refusal ?? error, connection).then(
                (isMended) => isMended && !isOver && connect(EventSource),
                fail,
              );
            },
          });
        }

        /** Whether the stream can be opened again; a refusal while it is open comes as an event of it. */
        async function mend(
          error: TRPCClientError<AppRouter>,
          { sent, refusal }: StreamConnection,
        ): Promise<boolean> {
          const way = wayOut(error);
          const isRefusedAgain = Date.now() - replayedAtMs < shortLifeMs;
          if (way === 'refresh' && refusal === undefined && !isRefusedAgain) {
            replayedAtMs = Date.now();
            try {
              await keeper.refresh(sent.token);
              return true;
            } catch (reason) {
              // When nobody answered, the stream is asked for until somebody does.
              if (!(reason instanceof SessionEndedError)) return true;
            }
          }
          end(() => observer.error(error));
          if (way !== 'none' && failureOf(error)) keeper.requireLogIn(sent.epoch);
          return false;
        }

        open().catch(fail);
        return () => end(() => undefined);
      });
}

/** The input of a subscription that goes on behind an event, as tRPC's servers expect it. */
function behind(input: unknown, lastEventId: string | undefined): unknown {
  if (lastEventId === undefined) return input;
  return { ...(typeof input === 'object' ? input : undefined), lastEventId };
}
