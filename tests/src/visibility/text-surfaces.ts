import { circle, keepers, limit, listed, opened, type Surface } from './surface.ts';

/** Wherever posts and comments are read. */
export const textSurfaces = {
  'post page': {
    ...opened,
    look: ({ timeline }, { postId }) => timeline.post.byId.query({ id: postId }),
  },
  counters: {
    ...opened,
    look: async ({ timeline }, { postId, word }) => [
      await timeline.stats.post.query({ id: postId }),
      word,
    ],
  },
  'comments under it': {
    ...opened,
    look: async ({ timeline }, { postId, word }) => [
      await timeline.post.comments.query({ postId }),
      word,
    ],
  },
  history: {
    ...opened,
    look: ({ content }, { postId }) => content.post.history.query({ id: postId }),
  },
  'author’s posts': {
    ...opened,
    look: ({ timeline }, { author }) =>
      timeline.feed.byAuthor.query({ authorId: author.memberId, limit }),
  },
  'author’s pictures': {
    ...opened,
    look: ({ timeline }, { author }) =>
      timeline.feed.byAuthor.query({ authorId: author.memberId, only: 'media', limit }),
  },
  'own posts': {
    ...listed,
    reaches: ['author'],
    look: ({ timeline }) => timeline.feed.mine.query({ limit }),
  },
  'feed of the followed': {
    ...listed,
    reaches: [...circle, 'author'],
    look: ({ timeline }) => timeline.feed.following.query({ limit }),
  },
  'feed of the followed, by comments': {
    ...listed,
    reaches: [...circle, 'author'],
    isRanking: true,
    look: ({ timeline }) => timeline.feed.following.query({ limit, sort: 'mostCommented' }),
  },
  'feed of the followed, best since the last visit': {
    ...listed,
    reaches: [...circle, 'author'],
    isRanking: true,
    look: ({ timeline }) => timeline.feed.following.query({ limit, sort: 'topSinceLastVisit' }),
  },
  'recent posts': { ...listed, look: ({ timeline }) => timeline.feed.recent.query({ limit }) },
  'popular posts': {
    ...listed,
    isRanking: true,
    look: ({ timeline }) => timeline.feed.popular.query({ limit }),
  },
  'most commented posts': {
    ...listed,
    isRanking: true,
    look: ({ timeline }) => timeline.feed.mostCommented.query({ limit }),
  },
  'posts with its tag': {
    ...listed,
    of: 'world',
    // The tag alone, which is asked for, would not tell.
    look: async ({ timeline }, { tag }) =>
      (await timeline.feed.tag.query({ tag })).items.map((post) => post.text),
  },
  'liked posts': {
    ...listed,
    reaches: keepers,
    place: 'opened',
    look: ({ timeline }) => timeline.feed.liked.query({ limit }),
  },
  bookmarks: {
    ...listed,
    reaches: keepers,
    place: 'opened',
    look: ({ timeline }) => timeline.feed.bookmarked.query({ limit }),
  },
  'a comment elsewhere': {
    ...opened,
    place: 'unasked',
    subject: 'comment',
    look: ({ timeline }, { openId }) => timeline.post.comments.query({ postId: openId, limit }),
  },
  'author’s comments': {
    ...opened,
    subject: 'comment',
    // Their words alone: each comes with the post it answers.
    look: async ({ timeline }, { author }) => {
      const { items } = await timeline.comment.byAuthor.query({ authorId: author.memberId, limit });
      return items.map((comment) => comment.text);
    },
  },
  'what somebody answered': {
    ...opened,
    place: 'unasked',
    look: ({ timeline }, { answererId }) =>
      timeline.comment.byAuthor.query({ authorId: answererId, limit }),
  },
  search: {
    ...listed,
    of: 'world',
    look: async ({ search }, { word }) => {
      const { items } = await search.search.posts.query({ query: word, limit });
      return items.map(({ post }) => post.text);
    },
  },
  'search of one author': {
    ...opened,
    look: async ({ search }, { author, word }) => {
      const query = `${word} from:${author.handle}`;
      const { items } = await search.search.posts.query({ query, sort: 'newest' });
      return items.map(({ post }) => post.text);
    },
  },
  'search of comments': {
    ...listed,
    of: 'world',
    subject: 'comment',
    look: async ({ search }, { word }) => {
      const { items } = await search.search.comments.query({ query: word, limit });
      return items.map(({ comment }) => comment.text);
    },
  },
  'a comment by its address': {
    ...opened,
    subject: 'comment',
    look: ({ timeline }, { commentId }) => timeline.comment.byId.query({ id: commentId }),
  },
} as const satisfies Record<string, Surface>;
