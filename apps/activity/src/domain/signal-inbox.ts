import {
  type PlainSignal,
  plainSignals,
  type PostCounters,
  readCountersSignal,
  type Signal,
} from '@dailyfeed/contract/signal';

/** More posts than anybody has open. Of those beyond it that have not changed for longest, pages learn when they look. */
const postsMax = 100;

export type Heard = { plain: ReadonlySet<PlainSignal>; counters: readonly PostCounters[] };

/**
 * What was signalled since it was last taken: any number of one kind is one, and of each post there are the latest
 * counters. It stays small however long nobody takes it, as when a reader has stopped reading.
 */
export function createInbox(): { add(signal: Signal): void; take(): Heard } {
  const plain = new Set<PlainSignal>();
  const byPost = new Map<string, PostCounters>();
  return {
    add: (signal) => {
      if (isPlain(signal)) return void plain.add(signal);
      const counters = readCountersSignal(signal);
      if (!counters) return;
      const { postId, likeCount, commentCount } = counters;
      const before = byPost.get(postId);
      // Behind the others: the first is the one that has not changed for longest.
      byPost.delete(postId);
      byPost.set(postId, {
        postId,
        likeCount: likeCount ?? before?.likeCount ?? null,
        commentCount: commentCount ?? before?.commentCount ?? null,
      });
      if (byPost.size <= postsMax) return;
      const [first = ''] = byPost.keys();
      byPost.delete(first);
    },
    take: () => {
      const heard = { plain: new Set(plain), counters: [...byPost.values()] };
      plain.clear();
      byPost.clear();
      return heard;
    },
  };
}

function isPlain(signal: Signal): signal is PlainSignal {
  return plainSignals.some((each) => each === signal);
}
