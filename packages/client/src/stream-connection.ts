import { TRPCClientError } from '@trpc/client';
import type { EventSourceInit } from 'eventsource';

import type { AppRouter } from './app-router.ts';
import { elapse } from './elapse.ts';
import { failureOf, SessionEndedError } from './errors.ts';
import { type Http, refreshNeededHeader, toTrpcShape } from './http.ts';
import { refreshInBackground, type Sent, wayOut } from './refresh-link.ts';
import type { TokenKeeper } from './token-keeper.ts';

export type StreamSender = { http: Http; keeper: TokenKeeper };

/** An EventSource wants a whole address; of this one only the path is asked for, where `http` asks. */
export const streamOrigin = 'http://dailyfeed.invalid';

/** How one event stream is asked for, again and again as its connection breaks. */
export type StreamConnection = {
  fetch: NonNullable<EventSourceInit['fetch']>;
  /** What it was last asked for with. */
  readonly sent: Sent;
  /** Why it is not asked for any more. */
  readonly refusal: TRPCClientError<AppRouter> | undefined;
};

/** Waits before the next try while the server is away, and between two connections: 1 s, 2 s, 4 s … */
const firstWaitMs = 1000;
const longestWaitMs = 30_000;

export function createStreamConnection({ http, keeper }: StreamSender): StreamConnection {
  let sent: Sent = { token: null, epoch: -1 };
  let refusal: TRPCClientError<AppRouter> | undefined;

  async function ask(path: string, init: RequestInit): Promise<Response> {
    for (let failures = 0; ; failures += 1) {
      const headers = new Headers(init.headers);
      sent = { token: keeper.token, epoch: keeper.epoch };
      if (sent.token !== null) headers.set('authorization', `Bearer ${sent.token}`);
      const answer = await http(path, { ...init, headers });
      if (answer.status !== 429 && answer.status < 500) return answer;
      const seconds = failureOf(await errorIn(answer))?.retryAfterSeconds;
      const waitMs = typeof seconds === 'number' ? seconds * 1000 : firstWaitMs * 2 ** failures;
      await elapse(Math.min(waitMs, longestWaitMs) * jitter(), init.signal ?? undefined);
    }
  }

  async function open(path: string, init: RequestInit): Promise<Response> {
    for (let turn: 'first' | 'replay' = 'first'; ; turn = 'replay') {
      const answer = await ask(path, init);
      if (answer.ok) {
        if (answer.headers.has(refreshNeededHeader)) refreshInBackground(keeper, sent);
        return withReconnectTime(answer);
      }
      const error = await errorIn(answer);
      const way = wayOut(error);
      const isOldToken = keeper.token !== null && sent.token !== keeper.token;
      const isFinal = turn === 'replay' || way === 'none' || (way === 'log-in' && !isOldToken);
      if (isFinal || (await isSessionOver(keeper, sent))) {
        refusal = error;
        return new Response(null, { status: answer.status });
      }
    }
  }

  return {
    fetch: (address, init) => {
      const path = String(address).slice(streamOrigin.length);
      return open(path, init as RequestInit); // it is one, in looser words
    },
    get sent() {
      return sent;
    },
    get refusal() {
      return refusal;
    },
  };
}

/** Gets a fresh token; rejects when nobody answers, which is no reason to give up the stream. */
async function isSessionOver(keeper: TokenKeeper, sent: Sent): Promise<boolean> {
  try {
    await keeper.refresh(sent.token);
    return false;
  } catch (reason) {
    if (reason instanceof SessionEndedError) return true;
    throw reason;
  }
}

async function errorIn(response: Response): Promise<TRPCClientError<AppRouter>> {
  const body: unknown = await toTrpcShape(response).json();
  // A body that is none of ours makes an error without data.
  const error = body as { error: never }; // see above
  return TRPCClientError.from(error, { meta: { response } });
}

/** After a restart of the server its readers come back one after the other, not all at once. */
function withReconnectTime(answer: Response): Response {
  const retry = new TextEncoder().encode(`retry: ${Math.round(firstWaitMs * jitter())}\n\n`);
  const opening = new TransformStream<Uint8Array, Uint8Array>({
    start: (controller) => controller.enqueue(retry),
  });
  const { status, headers } = answer;
  return new Response(answer.body?.pipeThrough(opening) ?? null, { status, headers });
}

/** Never sooner than it was asked for. */
function jitter(): number {
  return 1 + Math.random() / 2;
}
