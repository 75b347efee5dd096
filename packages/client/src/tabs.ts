import type { TokenGrant } from '@dailyfeed/contract/auth';

import type { Browser } from './browser.ts';
import { changeLock, presenceLock, refreshLock } from './locks.ts';

/**
 * The other tabs of this origin: they share one refresh cookie, so they refresh one at a time, and so do they log in and
 * out. That takes locks: where the browser has none, each tab does so for itself.
 */
export type Tabs = {
  /** Runs `work`, a refresh, while no other tab runs any; without locks, while this one runs no other. */
  exclusively<T>(work: () => Promise<T>): Promise<T>;
  /**
   * Runs `work`, a log-in or log-out, while no other tab runs any; without locks, at once. It may refresh: no refresh
   * waits for this turn. Rejects when `signal` is aborted before it has begun.
   */
  changing<T>(work: () => Promise<T>, signal?: AbortSignal): Promise<T>;
  /** A token some other tab holds, other than `stale`. */
  ask(stale: string | null): Promise<TokenGrant | undefined>;
  tellGrant(grant: TokenGrant): void;
  /** `memberId` is who was logged in; null where that was never known. */
  tellSignedOut(memberId: string | null): void;
  close(): void;
};

/** What this tab answers to the others. */
export type TabListener = {
  currentGrant(): TokenGrant | undefined;
  onGrant(grant: TokenGrant): void;
  onSignedOut(memberId: string | null): void;
};

type Message =
  | { kind: 'wanted'; stale: string | null }
  | { kind: 'nothing' }
  | { kind: 'grant'; grant: TokenGrant }
  // A tab that was loaded some time ago does not say who.
  | { kind: 'signed-out'; memberId?: string | null };

const channelName = 'dailyfeed-session';
/** A tab the browser has frozen does not answer. */
const answerTimeoutMs = 250;

export function createTabs(browser: Browser | undefined, listener: TabListener): Tabs {
  if (!browser) return createLoneTab();
  const { locks } = browser;
  const channel = browser.openChannel(channelName);
  const closed = Promise.withResolvers<void>();
  const answers = new Set<(message: Message) => void>();
  const post = (message: Message): void => channel.postMessage(message);
  void locks?.request(presenceLock, { mode: 'shared' }, () => closed.promise);

  channel.onmessage = ({ data }: { data: unknown }) => {
    // Only pages of our own origin can post here, and they run this code.
    const message = data as Message; // see above
    if (message.kind === 'wanted') {
      const grant = listener.currentGrant();
      const isUsable = grant !== undefined && grant.accessToken !== message.stale;
      post(isUsable ? { kind: 'grant', grant } : { kind: 'nothing' });
      return;
    }
    if (message.kind === 'grant') listener.onGrant(message.grant);
    if (message.kind === 'signed-out') listener.onSignedOut(message.memberId ?? null);
    for (const answer of answers) answer(message);
  };

  return {
    exclusively: locks ? (work) => locks.request(refreshLock, work) : oneByOne(),
    changing: (work, signal) =>
      locks ? locks.request(changeLock, signal ? { signal } : {}, work) : work(),
    ask: async (stale) => {
      // Who cannot be counted cannot be waited for.
      if (!locks) return undefined;
      const { held = [] } = await locks.query();
      const others = held.filter((lock) => lock.name === presenceLock).length - 1;
      if (others < 1) return undefined;
      return askOthers({ others, answers, send: () => post({ kind: 'wanted', stale }), stale });
    },
    tellGrant: (grant) => post({ kind: 'grant', grant }),
    tellSignedOut: (memberId) => post({ kind: 'signed-out', memberId }),
    close: () => {
      closed.resolve();
      channel.close();
    },
  };
}

type Question = {
  others: number;
  answers: Set<(message: Message) => void>;
  send: () => void;
  stale: string | null;
};

/** Ends with the first good token, or once every other tab has said that it has none. */
async function askOthers(question: Question): Promise<TokenGrant | undefined> {
  const { promise, resolve } = Promise.withResolvers<TokenGrant | undefined>();
  let missing = question.others;
  const answer = (message: Message): void => {
    if (message.kind === 'grant' && message.grant.accessToken !== question.stale)
      resolve(message.grant);
    else if (message.kind === 'nothing' && (missing -= 1) === 0) resolve(undefined);
  };
  const timer = setTimeout(() => resolve(undefined), answerTimeoutMs);
  question.answers.add(answer);
  question.send();
  try {
    return await promise;
  } finally {
    clearTimeout(timer);
    question.answers.delete(answer);
  }
}

/** No other tab. */
function createLoneTab(): Tabs {
  return {
    exclusively: oneByOne(),
    changing: (work) => work(),
    ask: () => Promise.resolve(undefined),
    tellGrant: () => undefined,
    tellSignedOut: () => undefined,
    close: () => undefined,
  };
}

/** Within this tab alone: the server answers what another one doubles with the same successor. */
function oneByOne(): Tabs['exclusively'] {
  let last: Promise<unknown> = Promise.resolve();
  return (work) => {
    const result = last.then(work, work);
    last = result.catch(() => undefined);
    return result;
  };
}
