import { setTimeout as delay } from 'node:timers/promises';

import { type PostCounters, readCountersSignal, type Signal } from '@dailyfeed/contract/signal';
import type { StreamMessage } from '@dailyfeed/contract/stream';

import type { Deps } from '../deps.ts';
import { countUnread } from './notification-read.ts';

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
  let unread: number | undefined;
  /** What was told is not known to be how things are. */
  let isBehind = true;
  let signals: ReadonlySet<Signal> = new Set();
  while (!signal.aborted) {
    if (signals.has('feed')) yield { type: 'feed' };
    for (const counters of countersIn(signals)) yield { type: 'post', ...counters };
    // Posts of people one follows, and counters, change nothing of that, and many pages hear of each at once.
    const mayDiffer = isBehind || signals.size === 0 || signals.has('notification');
    if (mayDiffer) {
      const count = await tryCount(deps, memberId);
      isBehind = count === undefined;
      if (count !== undefined && count !== unread) yield { type: 'unread', count };
      unread = count ?? unread;
    }
    await pause(quietMs, signal);
    signals = await inbox.take(signal, isBehind ? retryMs : lookMs);
  }
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

/** The latest counters of each post, however often they changed meanwhile. */
function countersIn(signals: ReadonlySet<Signal>): PostCounters[] {
  const byPost = new Map<string, PostCounters>();
  for (const signal of signals) {
    const counters = readCountersSignal(signal);
    if (!counters) continue;
    const { postId, likeCount, commentCount } = counters;
    const before = byPost.get(postId);
    byPost.set(postId, {
      postId,
      likeCount: likeCount ?? before?.likeCount ?? null,
      commentCount: commentCount ?? before?.commentCount ?? null,
    });
  }
  return [...byPost.values()];
}

/** The kinds of signals that came since they were last taken; any number of one kind is one. */
function openInbox(deps: Deps, memberId: string) {
  let received = new Set<Signal>();
  let wake = Promise.withResolvers<void>();
  const stop = deps.signals.listen(memberId, (each) => {
    // Said again, it is the latest.
    received.delete(each);
    received.add(each);
    wake.resolve();
  });
  return {
    /** Waits for one, but no longer than this. */
    take: async (signal: AbortSignal, mostMs: number): Promise<ReadonlySet<Signal>> => {
      const waited = new AbortController();
      await Promise.race([wake.promise, pause(mostMs, AbortSignal.any([signal, waited.signal]))]);
      waited.abort();
      const taken = received;
      received = new Set();
      wake = Promise.withResolvers<void>();
      return taken;
    },
    [Symbol.dispose]: stop,
  };
}

async function pause(ms: number, signal: AbortSignal): Promise<void> {
  await delay(ms, undefined, { signal, ref: false }).catch(() => undefined);
}
