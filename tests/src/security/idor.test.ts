import { afterAll, beforeAll, describe, expect, test } from 'vitest';

import { type Network, type Someone, startNetwork } from '../network.ts';
import { createStores } from '../stores.ts';
import { until } from '../until.ts';
import { call } from './call.ts';
import { tokenOf } from './people.ts';
import { type ProcedurePath, partsOf, procedures, schemaOf } from './procedures.ts';

/** What belongs to Ann, and to nobody else. */
type Things = {
  memberId: string;
  sessionId: string;
  requesterId: string;
  blockedId: string;
  mutedId: string;
  postId: string;
  commentId: string;
  activityId: string;
  cursors: { requests: string; blocks: string; mutes: string; activities: string };
};

type Line =
  /** For services only: internal.test.ts. */
  | 'internal'
  /** Takes no id and no cursor: it is about the caller. */
  | 'names nobody'
  | {
      /** Called by Mallory with what is Ann's … */
      input: (ann: Things) => object;
      /** … it is refused, with this code or as not found or forbidden; or touches only what is Mallory's. */
      outcome: 'refused' | 'CURSOR_INVALID' | 'LINK_INVALID' | 'touches only what is hers';
    };

const member = (outcome: 'refused' | 'touches only what is hers'): Line => ({
  input: ({ memberId }) => ({ memberId }),
  outcome,
});
const guessedLink: Line = { input: () => ({ token: 'x'.repeat(43) }), outcome: 'LINK_INVALID' };
const idempotencyKey = 'mallory-attacks';

/** One line for each procedure there is: without one this does not compile. In the order in which they are called. */
const table = {
  'member.auth.signUp': 'names nobody',
  'member.auth.logIn': 'names nobody',
  'member.auth.logOut': 'names nobody',
  'member.auth.logOutEverywhere': 'names nobody',
  'member.auth.verifyEmail': guessedLink,
  'member.auth.requestEmailVerification': 'names nobody',
  'member.auth.requestPasswordReset': 'names nobody',
  'member.auth.resetPassword': {
    input: () => ({ token: 'x'.repeat(43), password: 'mallory knows it' }),
    outcome: 'LINK_INVALID',
  },
  'member.auth.changePassword': 'names nobody',
  'member.auth.changeEmail': 'names nobody',
  'member.auth.confirmEmailChange': guessedLink,
  'member.auth.providers': 'names nobody',
  'member.auth.link': 'names nobody',
  'member.auth.unlink': 'names nobody',

  'member.session.list': 'names nobody',
  'member.session.revoke': { input: ({ sessionId }) => ({ id: sessionId }), outcome: 'refused' },

  'member.profile.me': 'names nobody',
  'member.profile.update': 'names nobody',
  'member.profile.changeHandle': 'names nobody',
  'member.profile.setVisibility': 'names nobody',
  'member.profile.byHandle': 'names nobody',
  'member.profile.byId': member('touches only what is hers'),
  'member.profile.summaries': 'internal',
  'member.profile.readableIds': 'internal',
  'member.profile.byHandles': 'internal',

  'member.follow.approve': {
    input: ({ requesterId }) => ({ memberId: requesterId }),
    outcome: 'refused',
  },
  'member.follow.decline': {
    input: ({ requesterId }) => ({ memberId: requesterId }),
    outcome: 'touches only what is hers',
  },
  'member.follow.requests': {
    input: ({ cursors }) => ({ cursor: cursors.requests }),
    outcome: 'CURSOR_INVALID',
  },
  'member.follow.followers': member('refused'),
  'member.follow.followings': member('refused'),
  // Asks to follow Ann, and takes it back.
  'member.follow.follow': member('touches only what is hers'),
  'member.follow.unfollow': member('touches only what is hers'),
  'member.follow.ids': 'internal',

  'member.mute.mute': {
    input: ({ memberId }) => ({ memberId, until: null }),
    outcome: 'touches only what is hers',
  },
  'member.mute.state': member('touches only what is hers'),
  'member.mute.unmute': {
    input: ({ mutedId }) => ({ memberId: mutedId }),
    outcome: 'touches only what is hers',
  },
  'member.mute.list': {
    input: ({ cursors }) => ({ cursor: cursors.mutes }),
    outcome: 'CURSOR_INVALID',
  },

  'member.recommendation.members': 'names nobody',
  'member.recommendation.dismiss': member('touches only what is hers'),
  'member.import.members': 'internal',

  // A draft that is not hers stays where it is.
  'content.post.create': {
    input: ({ commentId }) => ({
      text: 'hi',
      idempotencyKey: 'mallory-posts-1',
      draftId: commentId,
    }),
    outcome: 'touches only what is hers',
  },
  'content.post.edit': {
    input: ({ postId }) => ({ id: postId, text: 'Mallory was here', version: 1 }),
    outcome: 'refused',
  },
  'content.post.delete': { input: ({ postId }) => ({ id: postId }), outcome: 'refused' },
  'content.post.like': { input: ({ postId }) => ({ id: postId }), outcome: 'refused' },
  'content.post.unlike': {
    input: ({ postId }) => ({ id: postId }),
    outcome: 'touches only what is hers',
  },
  'content.post.bookmark': { input: ({ postId }) => ({ id: postId }), outcome: 'refused' },
  'content.post.unbookmark': {
    input: ({ postId }) => ({ id: postId }),
    outcome: 'touches only what is hers',
  },
  'content.post.history': { input: ({ postId }) => ({ id: postId }), outcome: 'refused' },
  'content.post.byIds': 'internal',
  'content.comment.edit': {
    input: ({ commentId }) => ({ id: commentId, text: 'Mallory was here', version: 1 }),
    outcome: 'refused',
  },
  'content.comment.delete': { input: ({ commentId }) => ({ id: commentId }), outcome: 'refused' },
  'content.comment.like': { input: ({ commentId }) => ({ id: commentId }), outcome: 'refused' },
  'content.comment.unlike': {
    input: ({ commentId }) => ({ id: commentId }),
    outcome: 'touches only what is hers',
  },
  'content.comment.create': {
    // A parent that is under another post.
    input: ({ commentId }) => ({
      postId: commentId,
      parentId: commentId,
      text: 'hi',
      idempotencyKey,
    }),
    outcome: 'refused',
  },
  'content.import.content': 'internal',

  'timeline.feed.following': 'names nobody',
  'timeline.feed.head': {
    input: ({ postId }) => ({ since: postId }),
    outcome: 'touches only what is hers',
  },
  'timeline.feed.recent': 'names nobody',
  // Nothing, as of somebody who has written nothing.
  'timeline.feed.byAuthor': {
    input: ({ memberId }) => ({ authorId: memberId }),
    outcome: 'touches only what is hers',
  },
  'timeline.post.byId': { input: ({ postId }) => ({ id: postId }), outcome: 'refused' },
  'timeline.post.comments': { input: ({ postId }) => ({ postId }), outcome: 'refused' },

  'activity.activity.mine': {
    input: ({ cursors }) => ({ cursor: cursors.activities }),
    outcome: 'CURSOR_INVALID',
  },

  'activity.activity.following': {
    input: ({ cursors }) => ({ cursor: cursors.activities }),
    outcome: 'CURSOR_INVALID',
  },
  'activity.activity.hide': {
    input: ({ activityId }) => ({ id: activityId }),
    outcome: 'touches only what is hers',
  },
  'activity.notification.list': {
    input: ({ cursors }) => ({ cursor: cursors.activities }),
    outcome: 'CURSOR_INVALID',
  },
  'activity.notification.unread': 'names nobody',
  'activity.notification.markRead': 'names nobody',
  'activity.notification.preferences': 'names nobody',
  'activity.notification.setPreferences': 'names nobody',
  'activity.notification.threadMute': {
    input: ({ postId }) => ({ postId }),
    outcome: 'touches only what is hers',
  },
  'activity.notification.muteThread': {
    input: ({ postId }) => ({ postId }),
    outcome: 'touches only what is hers',
  },
  'activity.notification.unmuteThread': {
    input: ({ postId }) => ({ postId }),
    outcome: 'touches only what is hers',
  },
  'activity.notification.subscription': member('touches only what is hers'),
  'activity.notification.subscribe': member('refused'),
  'activity.notification.unsubscribe': member('touches only what is hers'),
  'activity.stream.member': 'names nobody',

  // Last: from here on the two do not see each other.
  'member.block.unblock': {
    input: ({ blockedId }) => ({ memberId: blockedId }),
    outcome: 'touches only what is hers',
  },
  'member.block.byHandle': 'names nobody',
  'member.block.list': {
    input: ({ cursors }) => ({ cursor: cursors.blocks }),
    outcome: 'CURSOR_INVALID',
  },
  'member.block.block': member('touches only what is hers'),
  'member.block.hiddenIds': 'internal',
} satisfies Record<ProcedurePath, Line>;

const lines = Object.entries<Line>(table);

const stack = new AsyncDisposableStack();
let network: Network;
let ann: Someone;
let things: Things;
let token: string;
let before: object;

beforeAll(async () => {
  const stores = stack.use(await createStores());
  network = stack.use(await startNetwork({ urls: stores.urls }));
  const [victim, mallory] = await Promise.all([network.signUp('ann'), network.signUp('mallory')]);
  ann = victim;
  things = await furnish(network, ann);
  token = await tokenOf(network, mallory);
  before = await stateOf(ann, things);
});
afterAll(() => stack.disposeAsync());

describe('another member', () => {
  test.each(lines)('%s', async (path, line) => {
    expect(await outcomeOf(path, line)).toBe(typeof line === 'string' ? line : line.outcome);
  });

  test('has seen nothing of, and changed nothing in, what is Ann’s', async () => {
    expect(await stateOf(ann, things)).toEqual(before);
  });
});

/** What comes of it, in the words of the table. */
async function outcomeOf(path: string, line: Line): Promise<string | undefined> {
  const procedure = procedures.find((each) => each.path === path);
  if (!procedure) return 'no such procedure';
  if (procedure.access === 'internal') return 'internal';
  if (typeof line === 'string') {
    const parts = procedure.input ? partsOf(schemaOf(procedure.input)) : [];
    return parts.some((part) => part.format === 'uuid') ? 'names somebody' : 'names nobody';
  }
  const { status, text, appCode } = await call(network.url, procedure, {
    input: line.input(things),
    token,
  });
  if (/Ann’s (?:post|comment|bio)/.test(text)) return 'shows what is Ann’s';
  if (status === 200) return 'touches only what is hers';
  return status === 403 || status === 404 ? 'refused' : appCode;
}

/** Gives Ann one of everything. She shows herself to her followers only; Mallory is none. */
async function furnish(network: Network, { api, memberId }: Someone): Promise<Things> {
  const [bob, carol, dave, eve] = await Promise.all(
    ['bob', 'carol', 'dave', 'eve'].map((name) => network.signUp(name)),
  );
  if (!bob || !carol || !dave || !eve) throw new Error('Too few people');
  await api.member.profile.update.mutate({ bio: 'Ann’s bio' });
  await api.member.profile.setVisibility.mutate({ visibility: 'FOLLOWERS' });
  for (const asking of [bob, dave]) {
    await asking.api.member.follow.follow.mutate({ memberId });
    await api.member.mute.mute.mutate({ memberId: asking.memberId, until: null });
  }
  for (const one of [carol, eve]) await api.member.block.block.mutate({ memberId: one.memberId });
  const post = await api.content.post.create.mutate({
    text: 'Ann’s post',
    idempotencyKey: 'ann-writes-1',
  });
  const comment = await api.content.comment.create.mutate({
    postId: post.id,
    text: 'Ann’s comment',
    idempotencyKey: 'ann-writes-2',
  });
  await api.content.post.like.mutate({ id: post.id });
  const [session] = await api.member.session.list.query();
  const page = { limit: 1 };
  const activities = await until(
    () => api.activity.activity.mine.query(page),
    ({ nextCursor }) => nextCursor !== null,
  );
  const requests = await api.member.follow.requests.query(page);
  const blocks = await api.member.block.list.query(page);
  const mutes = await api.member.mute.list.query(page);
  return {
    memberId,
    sessionId: session?.id ?? '',
    requesterId: bob.memberId,
    blockedId: carol.memberId,
    mutedId: bob.memberId,
    postId: post.id,
    commentId: comment.id,
    activityId: activities.items[0]?.id ?? '',
    cursors: {
      requests: requests.nextCursor ?? '',
      blocks: blocks.nextCursor ?? '',
      mutes: mutes.nextCursor ?? '',
      activities: activities.nextCursor ?? '',
    },
  };
}

/** All that Ann can say of what is hers. */
async function stateOf({ api, memberId }: Someone, { postId }: Things): Promise<object> {
  const sessions = await api.member.session.list.query();
  return {
    me: await api.member.profile.me.query(),
    sessions: sessions.map(({ id, address }) => ({ id, address })),
    requests: await api.member.follow.requests.query({}),
    followers: await api.member.follow.followers.query({ memberId }),
    followings: await api.member.follow.followings.query({ memberId }),
    blocks: await api.member.block.list.query({}),
    mutes: await api.member.mute.list.query({}),
    posts: await api.timeline.feed.byAuthor.query({ authorId: memberId }),
    comments: await api.timeline.post.comments.query({ postId }),
    story: await api.activity.activity.mine.query({}),
    threadMute: await api.activity.notification.threadMute.query({ postId }),
  };
}
