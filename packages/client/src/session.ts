import type { SessionGrant } from '@dailyfeed/contract/auth';
import { createTRPCClient, type TRPCClient } from '@trpc/client';

import type { AppRouter } from './app-router.ts';
import { elapse } from './elapse.ts';
import { failureOf, SupersededError } from './errors.ts';
import type { Http } from './http.ts';
import { requestGrant } from './refresh-request.ts';
import { serviceLink } from './service-link.ts';
import type { RouterInputs, RouterOutputs } from './services.ts';
import type { SessionState, TokenKeeper } from './token-keeper.ts';

type Inputs = RouterInputs['member']['auth'];
type Me = RouterOutputs['member']['profile']['me'];

/** Who leaves a shared machine has pressed once, and trusts in it: no work may keep them longer. */
const longestWorkMs = 2000;
/** Nor is the page silent for longer than this when nobody answers. */
const longestLogOutMs = 10_000;

/** Who is logged in here, and how that changes. */
export type Session = {
  readonly state: SessionState;
  /** Null unless `state` is `member`. */
  readonly memberId: string | null;
  /** Calls back after every change of `state` or `memberId`; the result ends that. */
  readonly subscribe: (listener: () => void) => () => void;
  /**
   * Finds out who is there, by the tokens of other tabs or by a refresh. Operations call it by themselves.
   * Rejects only when the server could not be asked; `state` stays `unknown` then, and it may be called again.
   */
  readonly start: () => Promise<SessionState>;
  /** `isReactivated`: the account was deactivated, and this has brought it back. */
  readonly logIn: (input: Inputs['logIn']) => Promise<Me & { isReactivated: boolean }>;
  readonly signUp: (input: Inputs['signUp']) => Promise<Me>;
  /**
   * Takes over the session that a log-in elsewhere has left in the cookie, whatever this tab or another held before.
   * Rejects when there is none, or the server could not be asked.
   */
  readonly resume: () => Promise<void>;
  /**
   * `work` is done before a log-out from here, which waits for it, well or badly done, for at most 2 s; the result ends
   * that.
   */
  readonly beforeLogOut: (work: () => Promise<unknown>) => () => void;
  /**
   * Logs out here and in all tabs. Rejects when the server could not be told, or has not answered for 10 s, and when
   * somebody else has logged in meanwhile, in another tab; the session goes on then. Who logs in in another tab while
   * it is answered waits for that, where the browser has locks.
   */
  readonly logOut: () => Promise<void>;
  /** The same for every session of the member, wherever it is. Rejects also when another tab has logged out before it. */
  readonly logOutEverywhere: () => Promise<void>;
  /** Goes on with a fresh pair of tokens; every other session of the member ends. */
  readonly changePassword: (input: Inputs['changePassword']) => Promise<void>;
};

export function createSession(args: {
  http: Http;
  keeper: TokenKeeper;
  api: TRPCClient<AppRouter>;
}): Session {
  const { keeper, api } = args;
  // Without a token and its refresh: whoever is logged in says nothing about who logs in.
  const plain = createTRPCClient<AppRouter>({
    links: [serviceLink({ http: args.http, keeper: { token: null, epoch: 0 } })],
  });

  const worksBefore = new Set<() => Promise<unknown>>();

  async function enter(
    request: () => Promise<SessionGrant>,
  ): Promise<Me & { isReactivated: boolean }> {
    // Not beside a refresh of any tab: the later of two answers would decide which cookie stays.
    return keeper.tabs.changing(() =>
      keeper.tabs.exclusively(async () => {
        const { member, isReactivated, ...grant } = await request();
        keeper.signIn(grant);
        return { ...member, isReactivated };
      }),
    );
  }

  async function finishWorks(): Promise<void> {
    const done = new AbortController();
    const works = [...worksBefore].map((work) => work());
    void Promise.allSettled(works).then(() => done.abort());
    await elapse(longestWorkMs, done.signal).catch(() => undefined);
  }

  async function leave(
    where: 'here' | 'everywhere',
    request: (options: { signal: AbortSignal }) => Promise<void>,
  ): Promise<void> {
    const { epoch, memberId } = keeper;
    await keeper.leaving(async () => {
      await finishWorks();
      const signal = AbortSignal.timeout(longestLogOutMs);
      try {
        // Not beside a log-in of another tab: the later of two answers would decide which cookie stays.
        await keeper.tabs.changing(async () => {
          if (isOfAnother(epoch)) throw new SupersededError('Somebody else has logged in');
          if (keeper.epoch !== epoch) throw new SupersededError('The session has changed');
          await request({ signal });
        }, signal);
      } catch (error) {
        if (where === 'everywhere') throw error;
        if (isOfAnother(epoch)) throw new SupersededError('Somebody else has logged in');
        // Another tab has logged out, or it was refused for want of a session: then that is done already.
        if (keeper.epoch === epoch && !isRefusedSession(error)) throw error;
      }
    });
    // Who has logged in while it was answered is another.
    if (isOfAnother(epoch)) return;
    const leaver = keeper.memberId ?? memberId;
    keeper.forget();
    keeper.tabs.tellSignedOut(leaver);
  }

  /** Whether there is a member other than in that epoch. */
  function isOfAnother(epoch: number): boolean {
    return keeper.memberId !== null && keeper.epoch !== epoch;
  }

  return {
    get state() {
      return keeper.state;
    },
    get memberId() {
      return keeper.memberId;
    },
    subscribe: (listener) => keeper.subscribe(listener),
    start: async () => {
      await keeper.settle();
      return keeper.state;
    },
    logIn: (input) => enter(() => plain.member.auth.logIn.mutate(input)),
    signUp: (input) => enter(() => plain.member.auth.signUp.mutate(input)),
    resume: () => keeper.tabs.exclusively(async () => keeper.signIn(await requestGrant(args.http))),
    beforeLogOut: (work) => {
      worksBefore.add(work);
      return () => void worksBefore.delete(work);
    },
    logOut: () => leave('here', (options) => api.member.auth.logOut.mutate(undefined, options)),
    logOutEverywhere: () =>
      leave('everywhere', (options) => api.member.auth.logOutEverywhere.mutate(undefined, options)),
    changePassword: async (input) =>
      // Not exclusively: an old token is refreshed on the way, and that waits for the same turn.
      keeper.signIn(await api.member.auth.changePassword.mutate(input)),
  };
}

function isRefusedSession(error: unknown): boolean {
  const code = failureOf(error)?.appCode;
  return (
    code === 'UNAUTHENTICATED' ||
    code === 'TOKEN_EXPIRED' ||
    code === 'TOKEN_INVALID' ||
    code === 'TOKEN_REVOKED'
  );
}
