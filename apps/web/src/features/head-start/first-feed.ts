import type { FollowingPage } from '@dailyfeed/contract/feed';

import type { HeadStart } from './head-start.ts';

/** The first page of the reader's own feed, for who is found out by the same head start, and once. */
export type FirstFeed = {
  /** Begins with the head start's refresh, whose reader the feed is for. */
  begunRefresh: () => Promise<Response | undefined>;
  /** Undefined where it has to be asked for. */
  take: () => Promise<FollowingPage | undefined>;
  /** Somebody else reads. */
  drop: () => void;
};

export function createFirstFeed(headStart: HeadStart | undefined): FirstFeed {
  let feed: HeadStart['feed'] | undefined;
  const drop = (): void => {
    feed = undefined;
  };
  return {
    begunRefresh: async () => {
      feed = headStart?.feed;
      return headStart?.refresh;
    },
    take: async () => {
      const answer = feed;
      drop();
      return answer && readPage(answer);
    },
    drop,
  };
}

async function readPage(answer: HeadStart['feed']): Promise<FollowingPage | undefined> {
  try {
    const feed = await answer;
    if (!feed?.ok) return undefined;
    const body = (await feed.json()) as { result: { data: FollowingPage } }; // as tRPC answers a query
    return body.result.data;
  } catch {
    return undefined;
  }
}
