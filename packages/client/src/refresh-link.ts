import { TRPCClientError, type TRPCLink } from '@trpc/client';
import { observable, type Unsubscribable } from '@trpc/server/observable';

import type { AppRouter } from './app-router.ts';
import { failureOf, SessionEndedError, SupersededError, toError } from './errors.ts';
import { refreshNeededHeader } from './http.ts';
import type { TokenKeeper } from './token-keeper.ts';

/** Written into an operation's context at the moment it is sent: what it was sent with. */
export type Sent = { token: string | null; epoch: number };
export const sentKey = 'dailyfeedSent';

/** A short pause asked for by the server is made here; a longer one is the person's to decide about. */
const longestPauseSeconds = 5;
const maxPauses = 2;

/**
 * Refreshes an old token once for all operations that wait for it, and replays each of them once. Each is judged
 * alone, by its own error: one that succeeded is never replayed, nor one that failed for any other reason.
 */
export function refreshLink(keeper: TokenKeeper): TRPCLink<AppRouter> {
  return () =>
    ({ op: asked, next }) =>
      observable((observer) => {
        // Of its own: callers may give one context to many operations, and what each is sent with is written into it.
        const op = { ...asked, context: { ...asked.context } };
        let isCancelled = false;
        let running: Unsubscribable | undefined;
        let timer: ReturnType<typeof setTimeout> | undefined;
        let pauses = 0;
        // Whose operation it is; while that is not known yet, whoever it turns out to be.
        let askedIn = keeper.state === 'unknown' ? undefined : keeper.epoch;
        /** What a replay that could not be sent answers with. */
        let refusal: TRPCClientError<AppRouter> | undefined;

        const fail = (reason: unknown): void => {
          if (!isCancelled) observer.error(TRPCClientError.from(toError(reason)));
        };

        function run(turn: 'first' | 'replay'): void {
          if (isCancelled) return;
          askedIn ??= keeper.epoch;
          if (askedIn !== keeper.epoch)
            return fail(refusal ?? new SupersededError('The session has changed'));
          running = next(op).subscribe({
            next: (envelope) => {
              observer.next(envelope);
              if (isRefreshAdvised(envelope.context)) refreshInBackground(keeper, sentOf(op));
            },
            complete: () => observer.complete(),
            error: (error) => {
              if (!isCancelled) mend(error, turn).catch(fail);
            },
          });
        }

        async function mend(error: TRPCClientError<AppRouter>, turn: Turn): Promise<void> {
          if (error.cause instanceof SupersededError) return observer.error(refusal ?? error);
          const sent = sentOf(op);
          const way = wayOut(error);
          if (way === 'none') return pauseOrFail(error, turn);
          // Somebody else is meant by now; their token must not carry out this operation.
          if (sent.epoch !== keeper.epoch) return observer.error(error);
          const isOldToken = keeper.token !== null && sent.token !== keeper.token;
          if (turn === 'replay' || (way === 'log-in' && !isOldToken)) {
            keeper.requireLogIn(sent.epoch);
            return observer.error(error);
          }
          try {
            await keeper.refresh(sent.token);
          } catch (reason) {
            if (!(reason instanceof SessionEndedError)) throw reason;
            keeper.requireLogIn(sent.epoch);
            return observer.error(error);
          }
          refusal = error;
          run('replay');
        }

        function pauseOrFail(error: TRPCClientError<AppRouter>, turn: Turn): void {
          const seconds = failureOf(error)?.retryAfterSeconds ?? Number.POSITIVE_INFINITY;
          pauses += 1;
          if (op.type !== 'query' || seconds > longestPauseSeconds || pauses > maxPauses)
            return observer.error(error);
          timer = setTimeout(() => run(turn), seconds * 1000);
        }

        const cancel = (): void => {
          isCancelled = true;
          clearTimeout(timer);
          running?.unsubscribe();
          op.signal?.removeEventListener('abort', abort);
        };
        // tRPC leaves a caller's signal to the link that sends; here an operation also waits unsent.
        const abort = (): void => {
          fail(op.signal?.reason);
          cancel();
        };
        op.signal?.addEventListener('abort', abort);
        keeper.settle().then(() => run('first'), fail);
        return cancel;
      });
}

type Turn = 'first' | 'replay';

/** What an operation's failure asks for. */
export function wayOut(error: TRPCClientError<AppRouter>): 'refresh' | 'log-in' | 'none' {
  switch (failureOf(error)?.appCode) {
    case 'TOKEN_EXPIRED':
      return 'refresh';
    case 'TOKEN_INVALID':
    case 'TOKEN_REVOKED':
      return 'log-in';
    case 'UNAUTHENTICATED':
      return headersOf(error.meta)?.has(refreshNeededHeader) ? 'refresh' : 'log-in';
    default:
      return 'none';
  }
}

function isRefreshAdvised(context: Record<string, unknown> | undefined): boolean {
  return headersOf(context)?.has(refreshNeededHeader) ?? false;
}

/** The work is done; if this fails, the token still lives, or the next operation finds out. */
export function refreshInBackground(keeper: TokenKeeper, sent: Sent): void {
  if (sent.epoch !== keeper.epoch) return;
  keeper.refresh(sent.token).catch((error: unknown) => {
    if (error instanceof SessionEndedError) keeper.requireLogIn(sent.epoch);
  });
}

function headersOf(meta: Record<string, unknown> | undefined): Headers | undefined {
  const response = meta?.['response'] as Partial<Response> | undefined; // as the sending link put it there
  return response?.headers;
}

function sentOf(op: { context: Record<string, unknown> }): Sent {
  // Written by the link that sends; absent only when the operation never got that far.
  return (op.context[sentKey] as Sent | undefined) ?? { token: null, epoch: -1 }; // see above
}
