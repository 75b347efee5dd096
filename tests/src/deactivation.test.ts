import { failureOf } from '@dailyfeed/client';
import { expect } from 'vitest';

import { test } from './_network.ts';
import { password, type Someone } from './network.ts';
import { until } from './until.ts';

test('who deactivates their account vanishes from feeds, posts, comments and stories, and all of it returns with them', async ({
  network,
}) => {
  const [ann, bob] = await Promise.all([network.signUp('ann'), network.signUp('bob')]);
  await bob.api.member.follow.follow.mutate({ memberId: ann.memberId });
  const { content } = ann.api;
  const anns = await content.post.create.mutate({ text: 'of ann', idempotencyKey: 'gone-ann-1' });
  const bobs = await bob.api.content.post.create.mutate({
    text: 'of bob',
    idempotencyKey: 'gone-bob-1',
  });
  await content.comment.create.mutate({
    postId: bobs.id,
    text: 'said by ann',
    idempotencyKey: 'gone-ann-2',
  });
  const ask = () => whereSeen(bob, { author: ann, postId: anns.id, commentedId: bobs.id });
  const isSeen = (is: boolean) => (where: Record<string, boolean>) =>
    Object.values(where).every((each) => each === is);
  await until(ask, isSeen(true));

  await ann.api.member.account.deactivate.mutate({ password });
  await until(ask, isSeen(false));
  // Nor does the link, for who is not logged in.
  const visitor = network.createClient().api.timeline.post;
  expect(await isFound(visitor.byId.query({ id: anns.id }))).toBe(false);

  await network.createClient().session.logIn({ email: ann.email, password });
  await until(ask, isSeen(true));
});

/** Where the reader comes across the author. */
async function whereSeen(
  { api }: Someone,
  of: { author: Someone; postId: string; commentedId: string },
) {
  const { timeline, member, activity } = api;
  const { memberId } = of.author;
  const [following, recent, profile, post, comments, story] = await Promise.all([
    timeline.feed.following.query({}),
    timeline.feed.recent.query({}),
    isFound(member.profile.byId.query({ memberId })),
    isFound(timeline.post.byId.query({ id: of.postId })),
    timeline.post.comments.query({ postId: of.commentedId }),
    activity.activity.following.query({}),
  ]);
  return {
    following: following.items.some(({ id }) => id === of.postId),
    recent: recent.items.some(({ id }) => id === of.postId),
    profile,
    post,
    comment: JSON.stringify(comments).includes('said by ann'),
    story: JSON.stringify(story).includes(memberId),
  };
}

/** Whether it is there; anything else that goes wrong is no answer. */
async function isFound(call: Promise<unknown>): Promise<boolean> {
  try {
    await call;
    return true;
  } catch (error) {
    if (failureOf(error)?.appCode.endsWith('_NOT_FOUND')) return false;
    throw error;
  }
}
