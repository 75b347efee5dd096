import { TRPCClientError } from '@trpc/client';

import type { AppRouter } from './app-router.ts';
import { SessionEndedError, SupersededError } from './errors.ts';
import { type Http, refreshNeededHeader, toTrpcShape } from './http.ts';
import type { TokenKeeper } from './token-keeper.ts';

export type Sender = { http: Http; keeper: TokenKeeper };

/**
 * Sends one plain request with the access token, as `refreshLink` does for procedures: an old token is refreshed and
 * the request sent once more, before anything of an answer is read. An answer that is no success is thrown, in the
 * shape `failureOf` reads.
 */
export async function sendAuthorised(
  { http, keeper }: Sender,
  path: string,
  init: RequestInit,
): Promise<Response> {
  await keeper.settle();
  const askedIn = keeper.epoch;
  for (let turn = 'first'; ; turn = 'replay') {
    init.signal?.throwIfAborted();
    if (keeper.epoch !== askedIn) throw new SupersededError('The session has changed');
    const { token } = keeper;
    const headers = token === null ? {} : { authorization: `Bearer ${token}` };
    const answer = await http(path, { ...init, headers });
    if (answer.ok) {
      if (answer.headers.has(refreshNeededHeader)) refreshInBackground(keeper, token);
      return answer;
    }
    const failure = await readFailure(answer);
    if (answer.status !== 401 || keeper.epoch !== askedIn) throw failure;
    const isOldToken = keeper.token !== null && token !== keeper.token;
    const isRefreshable = answer.headers.has(refreshNeededHeader) || isOldToken;
    if (turn === 'replay' || !isRefreshable) {
      keeper.requireLogIn(askedIn);
      throw failure;
    }
    await keeper.refresh(token).catch((error: unknown) => {
      if (!(error instanceof SessionEndedError)) throw error;
      keeper.requireLogIn(askedIn);
      throw failure;
    });
  }
}

async function readFailure(answer: Response): Promise<TRPCClientError<AppRouter>> {
  const body: unknown = await toTrpcShape(answer).json();
  return TRPCClientError.from<AppRouter>(Object(body));
}

/** The answer is here; if this fails, the token still lives, or the next request finds out. */
function refreshInBackground(keeper: TokenKeeper, token: string | null): void {
  const { epoch } = keeper;
  keeper.refresh(token).catch((error: unknown) => {
    if (error instanceof SessionEndedError) keeper.requireLogIn(epoch);
  });
}
