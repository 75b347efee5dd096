import type { PostPage } from '@dailyfeed/contract/post';
import { newId } from '@dailyfeed/service-kit/id';

import type { TestTimeline } from './_harness.ts';

type FeedRequest = { cursor?: string | null; limit?: number };
/** One feed as a reader pages through it, and how a post comes into it. */
export type Feed = {
  read: (timeline: TestTimeline, reader: string, request: FeedRequest) => Promise<PostPage>;
  /** Puts the posts, newest first, into the feed in this order. */
  enter: (timeline: TestTimeline, reader: string, posts: string[]) => Promise<unknown>;
};

export const testTag = '하루';
const hourMs = 3_600_000;

/** The feeds that are lists of chosen posts; the others have tests of their own. */
export const feeds = {
  mine: {
    read: (timeline, reader, request) => timeline.as(reader).feed.mine.query(request),
    enter: () => Promise.resolve(),
  },
  liked: {
    read: (timeline, reader, request) => timeline.as(reader).feed.liked.query(request),
    enter: (timeline, reader, posts) =>
      eachLater(posts, (id, at) => timeline.likePost(id, reader, at)),
  },
  bookmarked: {
    read: (timeline, reader, request) => timeline.as(reader).feed.bookmarked.query(request),
    enter: (timeline, reader, posts) =>
      eachLater(posts, (id, at) => timeline.bookmarkPost(id, reader, at)),
  },
  tag: {
    read: (timeline, reader, request) =>
      timeline.as(reader).feed.tag.query({ ...request, tag: testTag }),
    enter: (timeline, _reader, posts) =>
      Promise.all(posts.map((id) => timeline.tagPost(id, testTag))),
  },
  popular: {
    read: (timeline, reader, request) => timeline.as(reader).feed.popular.query(request),
    enter: async (timeline, _reader, posts) => {
      await rankBy(timeline, posts, 'likeCount');
      await timeline.takeRankings();
    },
  },
  discussed: {
    read: (timeline, reader, request) =>
      timeline.as(reader).feed.mostCommented.query({ ...request, window: 'all' }),
    enter: async (timeline, _reader, posts) => {
      await rankBy(timeline, posts, 'commentCount');
      await timeline.takeRankings();
    },
  },
} satisfies Record<string, Feed>;
export const feedNames = ['mine', 'liked', 'bookmarked', 'tag', 'popular', 'discussed'] as const;

/** Some at the same time, as when many are imported. */
async function eachLater(
  posts: string[],
  mark: (id: string, at: Date) => Promise<unknown>,
): Promise<void> {
  const start = Date.now() - hourMs;
  await Promise.all(
    posts.map((id, index) => mark(id, new Date(start - Math.floor(index / 3) * 1000))),
  );
}

async function rankBy(
  { db }: TestTimeline,
  posts: string[],
  counter: 'likeCount' | 'commentCount',
): Promise<void> {
  await Promise.all(
    posts.map((id, index) =>
      db.post.update({ where: { id }, data: { [counter]: 10 * (posts.length - index) } }),
    ),
  );
}

/** What a feed does with posts while somebody pages through it. */
type PagedFeed = Feed & {
  /** Of the reader's own posts, of which moderation hides none from them. */
  isOwn?: boolean;
  /** Of the posts of one author. */
  isOfOne?: boolean;
  /** What is written meanwhile is put into the feed as well. */
  takesMore?: boolean;
  /** What is answered meanwhile goes to the top. */
  isByActivity?: boolean;
};
const { mine, liked, bookmarked, tag, popular, discussed } = feeds;

/** Every list of posts that there is. */
export const pagedFeeds: Record<string, PagedFeed> = {
  mine: { ...mine, isOwn: true },
  liked: { ...liked, takesMore: true },
  bookmarked: { ...bookmarked, takesMore: true },
  tag: { ...tag, takesMore: true },
  popular,
  discussed,
  'discussed in 24 hours': discussedWithin('24h'),
  'discussed in 7 days': discussedWithin('7d'),
  following: {
    read: (timeline, reader, request) => timeline.as(reader).feed.following.query(request),
    enter: followAuthors,
  },
  'following by comments': {
    read: (timeline, reader, request) =>
      timeline.as(reader).feed.following.query({ ...request, sort: 'mostCommented' }),
    enter: async (timeline, reader, posts) => {
      await followAuthors(timeline, reader, posts);
      await rankBy(timeline, posts, 'commentCount');
    },
  },
  'following since the last visit': {
    read: (timeline, reader, request) =>
      timeline.as(reader).feed.following.query({ ...request, sort: 'topSinceLastVisit' }),
    enter: async (timeline, reader, posts) => {
      await followAuthors(timeline, reader, posts);
      await rankBy(timeline, posts, 'likeCount');
    },
  },
  recent: {
    read: (timeline, reader, request) => timeline.as(reader).feed.recent.query(request),
    enter: () => Promise.resolve(),
    isByActivity: true,
  },
  byAuthor: {
    read: (timeline, reader, request) =>
      timeline.as(reader).feed.byAuthor.query({ ...request, authorId: reader }),
    enter: () => Promise.resolve(),
    isOwn: true,
  },
  'byAuthor, of another': ofAnother(),
};

function ofAnother(): PagedFeed {
  const authorIds = new Map<string, string>();
  return {
    read: (timeline, reader, request) => {
      const authorId = authorIds.get(reader) ?? '';
      return timeline.as(reader).feed.byAuthor.query({ ...request, authorId });
    },
    enter: async ({ db }, reader, posts) => {
      const post = await db.post.findFirstOrThrow({ where: { id: { in: posts } } });
      authorIds.set(reader, post.authorId);
    },
    isOfOne: true,
  };
}

/** By comments that were written in the window, whatever the counters say. */
function discussedWithin(window: '24h' | '7d'): PagedFeed {
  return {
    read: (timeline, reader, request) =>
      timeline.as(reader).feed.mostCommented.query({ ...request, window }),
    enter: async (timeline, reader, posts) => {
      const createdAt = new Date(Date.now() - hourMs);
      await timeline.db.comment.createMany({
        data: posts.flatMap((postId, index) =>
          Array.from({ length: posts.length - index }, () => {
            const comment = { id: newId(), postId, depth: 0, authorId: reader };
            return { ...comment, text: 'hm', createdAt };
          }),
        ),
      });
      await timeline.takeRankings();
    },
  };
}

async function followAuthors(
  { db, members }: TestTimeline,
  reader: string,
  posts: string[],
): Promise<void> {
  const rows = await db.post.findMany({ where: { id: { in: posts } } });
  const authorIds = new Set(rows.map((row) => row.authorId));
  await Promise.all([...authorIds].map((authorId) => members.follow(reader, authorId)));
}
