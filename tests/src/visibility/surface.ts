import { randomUUID } from 'node:crypto';

import { type Access, accessOf, type ActorName, actorNames, type State } from './table.ts';
import type { Api, World } from './world.ts';

type Surface = {
  /** To whom it would show a public author's words. */
  reaches: readonly ActorName[];
  /** Whether readers come to it for these very words, which muting does not touch. */
  place: 'opened' | 'unasked';
  /** What moderation has hidden is in no ranking, its author's neither. */
  isRanking?: true;
  subject: 'post' | 'comment';
  /** Whether a reader's one answer holds what each author wrote. */
  of: 'world' | 'reader';
  look(api: Api, world: World): Promise<unknown>;
};

const everybody = actorNames;
const members = actorNames.filter((name) => name !== 'anonymous');
/** They had liked and kept it, as far as they could, before the author or the post became what it is. */
const keepers = members.filter((name) => name !== 'author');
const circle: ActorName[] = ['follower', 'asking', 'muter'];
const limit = 100;

const opened = { reaches: everybody, place: 'opened', subject: 'post', of: 'world' } as const;
const listed = { reaches: everybody, place: 'unasked', subject: 'post', of: 'reader' } as const;

/** Wherever it could show what somebody wrote. */
export const surfaces = {
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
  'what the followed did': {
    ...listed,
    of: 'world',
    reaches: circle,
    look: async ({ activity }, { postId, word }) => {
      const { items } = await activity.activity.following.query({ limit });
      return items.some((item) => item.postId === postId) ? word : '';
    },
  },
  'notice of a mention': {
    ...listed,
    reaches: keepers,
    look: ({ activity }) => activity.notification.list.query({ limit, kind: 'mention' }),
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
export type SurfaceName = keyof typeof surfaces;
export const surfaceNames = Object.keys(surfaces) as SurfaceName[]; // the keys of the literal above

/** Whether the tables let an actor see there what the author of this state wrote. */
export function isShown(state: State, actor: ActorName, name: SurfaceName): boolean {
  const surface: Surface = surfaces[name];
  if (!surface.reaches.includes(actor)) return false;
  if (surface.isRanking && state === 'a post that moderation hid') return false;
  // Nobody could.
  if (name === 'what somebody answered' && state === 'a private author') return false;
  const access: Access = accessOf(state, actor, surface.subject);
  return access === 'all' || (access === 'asked' && surface.place === 'opened');
}

/** What is tried on a post. Marking and answering what moderation has hidden is refused to its author, too. */
export const attempts = {
  like: {
    needs: 'open',
    make: ({ content }, { postId }) => content.post.like.mutate({ id: postId }),
  },
  bookmark: {
    needs: 'open',
    make: ({ content }, { postId }) => content.post.bookmark.mutate({ id: postId }),
  },
  comment: {
    needs: 'open',
    make: ({ content }, { postId }) =>
      content.comment.create.mutate({ postId, text: 'tried', idempotencyKey: randomUUID() }),
  },
  view: {
    needs: 'readable',
    make: ({ timeline }, { postId }) => timeline.post.view.mutate({ id: postId }),
  },
  watch: {
    needs: 'readable',
    make: ({ timeline }, { postId }) =>
      timeline.post.watch.mutate({ id: postId, pageId: 'matrix-page' }),
  },
} as const satisfies Record<
  string,
  { needs: 'open' | 'readable'; make(api: Api, world: World): Promise<unknown> }
>;
export type AttemptName = keyof typeof attempts;
export const attemptNames = Object.keys(attempts) as AttemptName[]; // the keys of the literal above

export function isAllowed(state: State, actor: ActorName, name: AttemptName): boolean {
  if (attempts[name].needs === 'open' && state === 'a post that moderation hid') return false;
  return accessOf(state, actor, 'post') !== 'none';
}
