import { setTimeout as delay } from 'node:timers/promises';

import type { StreamMessage } from '@dailyfeed/contract/stream';

import type { Deps } from '../deps.ts';
import { countUnread } from './notification-read.ts';
import { createInbox, type Heard } from './signal-inbox.ts';

/** However much happens, a page is told this often at most. */
const quietMs = 250;
/** What no signal told of, while Redis was away, is noticed within this time. */
const lookMs = 60_000;
/** How soon it is tried again to count where that has failed. */
const retryMs = 5000;

/**
 * What concerns a member, as it happens: how things are first, then each change, until `signal` aborts. As soon as it
 * hears of posts it says that there may be some: the page has looked before, if only a moment.
 */
export async function* followMember(
  deps: Deps,
  args: { memberId: string; signal: AbortSignal },
): AsyncGenerator<StreamMessage> {
  const { memberId, signal } = args;
  using inbox = openInbox(deps, memberId);
  const told: Told = { unread: undefined, isBehind: true };
  let heard: Heard = await inbox.take(signal, deps.listenMs);
  const hasLeft = (): boolean => signal.aborted;
  if (hasLeft()) return;
  yield* tellUnread(deps, memberId, told);
  for (let hasCounted = true; !hasLeft(); hasCounted = false) {
    if (heard.plain.has('feed')) yield { type: 'feed' };
    for (const each of heard.counters) yield { type: 'post', ...each };
    // Posts of people one follows, and counters, change nothing of that, and many pages hear of each at once.
    const isLook = heard.plain.size === 0 && heard.counters.length === 0;
    const hasNews = heard.plain.has('notification');
    // Read and told of anew since, as much may be unread as before; but a page that was read has gone down by itself.
    if (hasNews && !hasCounted) told.unread = undefined;
    const mayDiffer = told.isBehind || isLook || hasNews;
    if (mayDiffer && !hasCounted) yield* tellUnread(deps, memberId, told);
    await pause(quietMs, signal);
    heard = await inbox.take(signal, someOf(told.isBehind ? retryMs : lookMs));
  }
}

/** What a stream has told; `isBehind` where that is not known to be how things are. */
type Told = { unread: number | undefined; isBehind: boolean };

async function* tellUnread(
  deps: Deps,
  memberId: string,
  told: Told,
): AsyncGenerator<StreamMessage> {
  const count = await tryCount(deps, memberId);
  told.isBehind = count === undefined;
  if (count !== undefined && count !== told.unread) yield { type: 'unread', count };
  told.unread = count ?? told.unread;
}

/**
 * Undefined while a store or a service that is asked for it is away: all who are connected would else come again at
 * once, each with a new stream.
 */
async function tryCount(deps: Deps, memberId: string): Promise<number | undefined> {
  try {
    return (await countUnread(deps, memberId)).count;
  } catch {
    return undefined;
  }
}

/** Between half of it and all of it: those that failed together try again one after another. */
function someOf(ms: number): number {
  return ms * (0.5 + Math.random() / 2);
}

/** What a member hears of, to be waited for. */
function openInbox(deps: Deps, memberId: string) {
  const inbox = createInbox();
  let wake = Promise.withResolvers<void>();
  const stop = deps.signals.listen(memberId, (each) => {
    inbox.add(each);
    wake.resolve();
  });
  return {
    /** Waits for one, but no longer than this. */
    take: async (signal: AbortSignal, mostMs: number): Promise<Heard> => {
      const waited = new AbortController();
      await Promise.race([wake.promise, pause(mostMs, AbortSignal.any([signal, waited.signal]))]);
      waited.abort();
      wake = Promise.withResolvers<void>();
      return inbox.take();
    },
    [Symbol.dispose]: stop,
  };
}

async function pause(ms: number, signal: AbortSignal): Promise<void> {
  await delay(ms, undefined, { signal, ref: false }).catch(() => undefined);
}
