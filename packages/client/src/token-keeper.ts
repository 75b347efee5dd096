import type { TokenGrant } from '@dailyfeed/contract/auth';

import type { Browser } from './browser.ts';
import { SessionEndedError } from './errors.ts';
import type { Http } from './http.ts';
import { readGrant, requestGrant } from './refresh-request.ts';
import { createTabs, type Tabs } from './tabs.ts';

/** `unknown` until the first refresh has told; a page draws its shell by the hint cookie meanwhile. */
export type SessionState = 'unknown' | 'anonymous' | 'member';

/** Holds the access token, in memory only, and gets a fresh one when it is told that this one is old. */
export type TokenKeeper = {
  readonly state: SessionState;
  readonly memberId: string | null;
  readonly token: string | null;
  /** Moves on whenever somebody else may be meant: an operation of one epoch is never replayed in another. */
  readonly epoch: number;
  readonly tabs: Tabs;
  subscribe(listener: () => void): () => void;
  /** Finds out who is there; does so once, however often it is called. */
  settle(): Promise<void>;
  /** Resolves when a token other than `stale` is there. One request at a time, among all tabs. */
  refresh(stale: string | null): Promise<void>;
  /** Takes over a log-in's token. */
  signIn(grant: TokenGrant): void;
  forget(): void;
  /** Forgets, and asks the app for a log-in; once per epoch, and not while somebody leaves. */
  requireLogIn(epoch: number): void;
  /** Does what ends the session: one that has ended already is no reason to log in again. */
  leaving(work: () => Promise<void>): Promise<void>;
  close(): void;
};

export type TokenKeeperOptions = {
  http: Http;
  browser: Browser | undefined;
  /** Whether a refresh has any prospect: the hint cookie, or the cookie itself where we keep it. */
  mayBeSignedIn(): boolean;
  onLogInRequired(): void;
  /** Gives the answer to a refresh that was sent before this, in its turn among the tabs; undefined where it was not. */
  begunRefresh?: (() => Promise<Response | undefined>) | undefined;
};

/** A token about to end is not worth handing on. */
const handOnMarginMs = 5000;

export function createTokenKeeper(options: TokenKeeperOptions): TokenKeeper {
  const listeners = new Set<() => void>();
  let state: SessionState = 'unknown';
  let grant: TokenGrant | undefined;
  let memberId: string | null = null;
  let epoch = 0;
  let leavers = 0;
  let settling: Promise<void> | undefined;
  let refreshing: Promise<void> | undefined;

  const tabs = createTabs(options.browser, {
    currentGrant: () => (grant && isWorthHandingOn(grant) ? grant : undefined),
    onGrant: (given) => take(given),
    // Who has logged in meanwhile, and whose token has come before this, is not meant.
    onSignedOut: (leaver) => {
      if (leaver === null || memberId === null || leaver === memberId) forget();
    },
  });

  function change(to: { state: SessionState; memberId: string | null }): void {
    if (state === to.state && memberId === to.memberId) return;
    ({ state, memberId } = to);
    for (const listener of listeners) listener();
  }

  function take(given: TokenGrant): void {
    const owner = memberIdOf(given.accessToken);
    if (memberId !== null && owner !== memberId) epoch += 1;
    grant = given;
    change({ state: 'member', memberId: owner });
  }

  function forget(): void {
    grant = undefined;
    epoch += 1;
    change({ state: 'anonymous', memberId: null });
  }

  async function refreshExclusively(stale: string | null): Promise<void> {
    const startedIn = epoch;
    // Another tab may have told us meanwhile, or whoever wanted it has logged out.
    const isSettled = (): boolean =>
      startedIn !== epoch || (grant !== undefined && grant.accessToken !== stale);
    await tabs.exclusively(async () => {
      if (isSettled()) return;
      const handedOn = await tabs.ask(stale);
      if (isSettled()) return;
      if (handedOn) return take(handedOn);
      const given = await requestGrant(options.http);
      if (isSettled()) return;
      take(given);
      tabs.tellGrant(given);
    });
  }

  async function findOut(): Promise<void> {
    const begun = options.begunRefresh && (await readGrant(options.begunRefresh()));
    // Somebody may have logged in meanwhile, or another tab has told us who is there.
    if (state !== 'unknown') return;
    if (!begun) return keeper.refresh(null);
    take(begun);
    tabs.tellGrant(begun);
  }

  const keeper: TokenKeeper = {
    get state() {
      return state;
    },
    get memberId() {
      return memberId;
    },
    get token() {
      return grant?.accessToken ?? null;
    },
    get epoch() {
      return epoch;
    },
    tabs,
    subscribe: (listener) => {
      listeners.add(listener);
      return () => void listeners.delete(listener);
    },
    settle: async () => {
      if (state !== 'unknown') return;
      if (!options.mayBeSignedIn()) return change({ state: 'anonymous', memberId: null });
      settling ??= findOut()
        // A session that ended while nobody looked makes a visitor, not an interruption.
        .catch((error: unknown) => {
          if (!(error instanceof SessionEndedError)) throw error;
          forget();
        })
        .finally(() => {
          settling = undefined;
        });
      await settling;
    },
    refresh: async (stale) => {
      if (grant !== undefined && grant.accessToken !== stale) return;
      refreshing ??= refreshExclusively(stale).finally(() => {
        refreshing = undefined;
      });
      await refreshing;
    },
    signIn: (given) => {
      epoch += 1;
      take(given);
      tabs.tellGrant(given);
    },
    forget,
    requireLogIn: (inEpoch) => {
      if (inEpoch !== epoch) return;
      forget();
      if (leavers === 0) options.onLogInRequired();
    },
    leaving: async (work) => {
      leavers += 1;
      try {
        await work();
      } finally {
        leavers -= 1;
      }
    },
    close: () => {
      tabs.close();
      listeners.clear();
    },
  };
  return keeper;
}

function isWorthHandingOn(grant: TokenGrant): boolean {
  return Date.parse(grant.expiresAt) - Date.now() > handOnMarginMs;
}

/** The member a token speaks for. Read, not verified: it decides what to show and to replay, never what is allowed. */
function memberIdOf(token: string): string | null {
  try {
    const [, body = ''] = token.split('.');
    const payload: unknown = JSON.parse(atob(body.replaceAll('-', '+').replaceAll('_', '/')));
    const isNamed = typeof payload === 'object' && payload !== null && 'sub' in payload;
    return isNamed && typeof payload.sub === 'string' ? payload.sub : null;
  } catch {
    return null;
  }
}
