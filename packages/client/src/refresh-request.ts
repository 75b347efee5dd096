import type { TokenGrant } from '@dailyfeed/contract/auth';

import { elapse } from './elapse.ts';
import { SessionEndedError } from './errors.ts';
import { type Http, retryAfterOf } from './http.ts';

/** Waits before the second, third and fourth try. */
const waitsMs = [300, 1000, 3000];
/** Nobody waits longer than this for what `Retry-After` asks. */
const longestWaitMs = 30_000;

/**
 * Asks for a fresh token. No network, 429 and 5xx are tried again, as `Retry-After` says where it is given, and end
 * in the failure itself: they say nothing about the session. Only a 401 ends it. A request once sent is never aborted:
 * the server may have used up the refresh token for it.
 */
export async function requestGrant(http: Http): Promise<TokenGrant> {
  for (let attempt = 0; ; attempt += 1) {
    // A page that is left meanwhile still gets its cookie.
    const send = (): Promise<Response> =>
      http('/api/token/refresh', { method: 'POST', keepalive: true });
    const outcome = await tryOnce(send);
    if ('grant' in outcome) return outcome.grant;
    const waitMs = waitsMs[attempt];
    if (waitMs === undefined) throw outcome.failure;
    await elapse(outcome.waitMs ?? waitMs * (0.75 + Math.random() / 2));
  }
}

/** The token in the answer to a refresh that was sent elsewhere; undefined where it brought none. A 401 ends the session. */
export async function readGrant(
  begun: Promise<Response | undefined>,
): Promise<TokenGrant | undefined> {
  const answer = await begun.catch(() => undefined);
  const outcome = answer && (await tryOnce(async () => answer));
  return outcome && 'grant' in outcome ? outcome.grant : undefined;
}

type Outcome = { grant: TokenGrant } | { failure: Error; waitMs: number | undefined };

async function tryOnce(send: () => Promise<Response>): Promise<Outcome> {
  let answer: Response;
  try {
    answer = await send();
  } catch (error) {
    return { failure: new Error('No answer to the refresh', { cause: error }), waitMs: undefined };
  }
  if (answer.ok) return { grant: toGrant(await answer.json()) };
  // An unread body would keep its connection.
  await answer.body?.cancel();
  if (answer.status === 401) throw new SessionEndedError('The session has ended');
  const failure = new Error(`The refresh was answered ${answer.status}`);
  if (answer.status < 500 && answer.status !== 429) throw failure;
  const retryAfterSeconds = retryAfterOf(answer.headers);
  return {
    failure,
    waitMs:
      retryAfterSeconds === null ? undefined : Math.min(retryAfterSeconds * 1000, longestWaitMs),
  };
}

/** By hand: the contract's schemas would bring a validator into every page that only reads. */
function toGrant(body: unknown): TokenGrant {
  if (typeof body === 'object' && body !== null && 'accessToken' in body && 'expiresAt' in body) {
    const { accessToken, expiresAt } = body;
    if (typeof accessToken === 'string' && typeof expiresAt === 'string') {
      return { accessToken, expiresAt };
    }
  }
  throw new Error('The refresh was answered with something else');
}
