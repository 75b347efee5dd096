import { describe, expect } from 'vitest';

import { test } from '../_network.ts';
import { type Network, type Someone } from '../network.ts';
import { until } from '../until.ts';
import { call } from './call.ts';
import type { Line, Things } from './foreign-id-line.ts';
import { foreignIdTable } from './foreign-id-table.ts';
import { tokenOf } from './people.ts';
import { partsOf, procedures, schemaOf } from './procedures.ts';

const draftIds = [crypto.randomUUID(), crypto.randomUUID()] as const;

/** One red pixel. */
const picture = new Blob([
  Buffer.from(
    'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==',
    'base64',
  ),
]);

const lines = Object.entries<Line>(foreignIdTable);

let network: Network;
let ann: Someone;
let things: Things;
let token: string;
let before: object;

test.beforeAll(async ({ network: shared }) => {
  network = shared;
  const [victim, mallory] = await Promise.all([network.signUp('ann'), network.signUp('mallory')]);
  ann = victim;
  things = await furnish(network, ann);
  token = await tokenOf(network, mallory);
  before = await untilSettled(() => stateOf(ann, things));
});

describe('another member', () => {
  test.for(lines)('%s', async ([path, line]) => {
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
  if (/Ann’s (?:post|comment|draft|bio)/.test(text)) return 'shows what is Ann’s';
  if (status === 200) return 'touches only what is hers';
  return status === 403 || status === 404 ? 'refused' : appCode;
}

/** Gives Ann one of everything. She shows herself to her followers only; Mallory is none. */
async function furnish(network: Network, ann: Someone): Promise<Things> {
  const { api, memberId } = ann;
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
  const written = ['member.signed_up', 'post.created', 'comment.created', 'post.liked'];
  await until(
    () => api.activity.activity.mine.query({}),
    ({ items }) => written.every((type) => items.some((item) => item.type === type)),
    90_000,
  );
  const activities = await api.activity.activity.mine.query(page);
  const requests = await api.member.follow.requests.query(page);
  const blocks = await api.member.block.list.query(page);
  const mutes = await api.member.mute.list.query(page);
  for (const id of draftIds) {
    await api.content.draft.save.mutate({ id, text: 'Ann’s draft', version: 0 });
  }
  const drafts = await api.content.draft.list.query(page);
  return {
    memberId,
    sessionId: session?.id ?? '',
    requesterId: bob.memberId,
    blockedId: carol.memberId,
    mutedId: bob.memberId,
    postId: post.id,
    commentId: comment.id,
    draftId: draftIds[0],
    imageId: (await ann.uploadImage(picture, { purpose: 'avatar' })).id,
    activityId: activities.items[0]?.id ?? '',
    cursors: {
      requests: requests.nextCursor ?? '',
      blocks: blocks.nextCursor ?? '',
      mutes: mutes.nextCursor ?? '',
      drafts: drafts.nextCursor ?? '',
      activities: activities.nextCursor ?? '',
    },
  };
}

/** What is read twice the same: what else she did has arrived. */
async function untilSettled(read: () => Promise<object>): Promise<object> {
  let last = '';
  return until(read, (state) => {
    const isSame = JSON.stringify(state) === last;
    last = JSON.stringify(state);
    return isSame;
  });
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
    drafts: await api.content.draft.list.query({}),
    story: await api.activity.activity.mine.query({}),
    threadMute: await api.activity.notification.threadMute.query({ postId }),
  };
}
