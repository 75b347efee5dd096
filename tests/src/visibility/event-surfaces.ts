import type { FollowingActivity } from '@dailyfeed/contract/activity';
import type { Page } from '@dailyfeed/contract/page';

import { circle, keepers, limit, listed, members, opened, type Surface } from './surface.ts';
import { answeredNames, type World } from './world.ts';

const handleOf = ({ author }: World): string => author.handle;
/** What the author said to each of them, which is neither deleted nor hidden in any state. */
const told = {
  ...listed,
  reaches: answeredNames,
  subject: 'author',
  mark: ({ told: mark }: World) => mark,
} as const;

/** Wherever members are told of what others did, or of what they did themselves, and what only some are to read. */
export const eventSurfaces = {
  'what the followed did': {
    ...listed,
    reaches: circle,
    mark: ({ postId }) => postId,
    look: async ({ activity }) => {
      const posts: FollowingActivity[] = [];
      let cursor: string | null = null;
      do {
        const page: Page<FollowingActivity> = await activity.activity.following.query({
          cursor,
          limit,
        });
        // What others did to the author's post is told to those who follow them.
        posts.push(...page.items.filter(({ type }) => type === 'post.created'));
        cursor = page.nextCursor;
      } while (cursor !== null);
      return posts;
    },
  },
  'one’s own story': {
    ...listed,
    reaches: members,
    place: 'opened',
    // The author's also has the comment, with the word.
    mark: ({ tag }) => tag,
    look: ({ activity }) => activity.activity.mine.query({ limit }),
  },
  'notice of a mention': {
    ...listed,
    reaches: keepers,
    look: ({ activity }) => activity.notification.list.query({ limit, kind: 'mention' }),
  },
  'notice of a post': {
    ...listed,
    reaches: ['follower', 'muter'],
    look: ({ activity }) => activity.notification.list.query({ limit, kind: 'post' }),
  },
  'notice of a comment': {
    ...told,
    look: ({ activity }) => activity.notification.list.query({ limit, kind: 'comment' }),
  },
  'notice of a reply': {
    ...told,
    look: ({ activity }) => activity.notification.list.query({ limit, kind: 'reply' }),
  },
  'notice of a like': {
    ...told,
    subject: 'name',
    mark: handleOf,
    look: ({ activity }) => activity.notification.list.query({ limit, kind: 'like' }),
  },
  drafts: {
    ...opened,
    reaches: ['author'],
    subject: 'author',
    of: 'reader',
    look: ({ content }) => content.draft.list.query({ limit }),
  },
  'reports that wait or were decided': {
    ...opened,
    reaches: ['admin'],
    subject: 'record',
    of: 'reader',
    look: ({ content: { report } }) =>
      Promise.all([
        report.list.query({ limit, state: 'open' }),
        report.list.query({ limit, state: 'resolved' }),
      ]),
  },
} as const satisfies Record<string, Surface>;
