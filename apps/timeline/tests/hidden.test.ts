import { afterAll, beforeAll, expect, test } from 'vitest';

import { ifFound, refusalOf, startTestTimeline, type TestTimeline } from './_harness.ts';

let timeline: TestTimeline;
let aheadMs = 0;
beforeAll(async () => {
  timeline = await startTestTimeline();
  // Only what a mute's end is compared with: passports and stores keep the real time.
  timeline.deps.now = () => new Date(Date.now() + aheadMs);
});
afterAll(async () => {
  await timeline[Symbol.asyncDispose]();
});

type Written = { author: string; post: string; openPost: string; comment: string };

/** Whether a reader meets what `author` wrote, in every place there is. */
async function placesSeenBy(readerId: string, written: Written) {
  const client = timeline.as(readerId);
  const { author, post, openPost, comment } = written;
  const [byId, byAuthor, recent, following, comments, commentsByAuthor] = await Promise.all([
    ifFound(client.post.byId.query({ id: post })),
    client.feed.byAuthor.query({ authorId: author }),
    client.feed.recent.query({ limit: 100 }),
    client.feed.following.query({ limit: 100 }),
    client.post.comments.query({ postId: openPost }),
    client.comment.byAuthor.query({ authorId: author }),
  ]);
  return {
    byId: byId?.id === post,
    byAuthor: byAuthor.items.some((item) => item.id === post),
    recent: recent.items.some((item) => item.id === post),
    following: following.items.some((item) => item.id === post),
    comments: comments.items.some((item) => item.id === comment),
    commentsByAuthor: commentsByAuthor.items.some((item) => item.id === comment),
  };
}

const everywhere = {
  byId: true,
  byAuthor: true,
  recent: true,
  following: true,
  comments: true,
  commentsByAuthor: true,
};
const nowhere = {
  byId: false,
  byAuthor: false,
  recent: false,
  following: false,
  comments: false,
  commentsByAuthor: false,
};
const whereAsked = { ...nowhere, byId: true, byAuthor: true, commentsByAuthor: true };

/** A reader who follows an author, and what the author wrote. */
async function addReader(): Promise<{ reader: string; written: Written }> {
  const { members } = timeline;
  const [reader, author] = [members.add(), members.add()];
  await members.follow(reader, author);
  const post = await timeline.writePost(author);
  const openPost = await timeline.writePost(members.add());
  const comment = await timeline.writeComment(author, { postId: openPost });
  return { reader, written: { author, post, openPost, comment } };
}

test.each(['reader', 'author'] as const)(
  'a block by the %s hides the author from the next request on, everywhere, and taking it back shows them',
  async (by) => {
    const { reader, written } = await addReader();
    const { author } = written;
    const [blocker, blocked] = by === 'reader' ? [reader, author] : [author, reader];
    expect(await placesSeenBy(reader, written)).toEqual(everywhere);
    await timeline.members.block(blocker, blocked);
    expect(await placesSeenBy(reader, written)).toEqual(nowhere);
    const attempts = [
      timeline.as(reader).post.byId.query({ id: written.post }),
      timeline.as(reader).post.comments.query({ postId: written.post }),
    ];
    for (const refusal of await Promise.all(attempts.map(refusalOf))) {
      expect(refusal).toMatchObject({ code: 'POST_NOT_FOUND', status: 404 });
    }
    await timeline.members.unblock(blocker, blocked);
    expect(await placesSeenBy(reader, written)).toEqual(everywhere);
  },
);

test('a block hides nothing from others, nor from oneself', async () => {
  const { reader, written } = await addReader();
  const other = timeline.members.add();
  await timeline.members.follow(other, written.author);
  await timeline.members.block(reader, written.author);
  expect(await placesSeenBy(other, written)).toEqual(everywhere);
  expect(await placesSeenBy(written.author, written)).toEqual(everywhere);
});

test('a muted author is left out of feeds and comments, and there for who opens the post or the profile', async () => {
  const { reader, written } = await addReader();
  await timeline.members.mute(reader, written.author);
  expect(await placesSeenBy(reader, written)).toEqual(whereAsked);
  const under = await timeline.as(reader).post.comments.query({ postId: written.post });
  expect(under.items).toEqual([]);
  // On a muted author's page their answers to themselves are there, and nobody's answers to them elsewhere.
  const byAuthor = (authorId: string) => timeline.as(reader).comment.byAuthor.query({ authorId });
  const ownAnswer = await timeline.writeComment(written.author, { postId: written.post });
  const friend = timeline.members.add();
  await timeline.writeComment(friend, { postId: written.post });
  expect((await byAuthor(written.author)).items[0]?.id).toBe(ownAnswer);
  expect((await byAuthor(friend)).items).toEqual([]);
  const head = await timeline.as(reader).feed.head.query({ since: null });
  expect(head).toEqual({ newCount: 0 });
  // The muted see the reader as before.
  const post = await timeline.writePost(reader);
  expect(await timeline.as(written.author).post.byId.query({ id: post })).toMatchObject({
    id: post,
  });
});

test('a mute ends on time although the list is remembered', async () => {
  const { reader, written } = await addReader();
  const minuteMs = 60_000;
  await timeline.members.mute(reader, written.author, new Date(Date.now() + minuteMs));
  expect(await placesSeenBy(reader, written)).toEqual(whereAsked);
  const asked = timeline.members.asked.hiddenIds;
  aheadMs = minuteMs;
  expect(await placesSeenBy(reader, written)).toEqual(everywhere);
  expect(timeline.members.asked.hiddenIds).toBe(asked);
  aheadMs = 0;
});

test('a page whose posts are mostly hidden is filled from further down', async () => {
  const { members } = timeline;
  const [reader, loud, calm] = [members.add(), members.add(), members.add()];
  for (const author of [loud, calm]) await members.follow(reader, author);
  const old = await timeline.writePosts([calm], 4);
  await timeline.writePosts([loud], 2);
  await members.mute(reader, loud);
  const { items } = await timeline.as(reader).feed.following.query({ limit: 4 });
  expect(items.map((item) => item.id)).toEqual(old);
});

test('with member away, what is remembered still hides; what is not is said, and nothing is shown by mistake', async () => {
  const { reader, written } = await addReader();
  await timeline.members.block(reader, written.author);
  expect(await placesSeenBy(reader, written)).toEqual(nowhere);
  timeline.members.state.isAway = true;
  try {
    expect(
      await refusalOf(timeline.as(reader).post.byId.query({ id: written.post })),
    ).toMatchObject({ code: 'POST_NOT_FOUND' });
    // Something has changed, and nobody can say what.
    await timeline.stored.incr(`graph:${reader}`);
    expect(
      await refusalOf(timeline.as(reader).post.byId.query({ id: written.post })),
    ).toMatchObject({ code: 'UPSTREAM_UNAVAILABLE', status: 503 });
  } finally {
    timeline.members.state.isAway = false;
  }
});

test('with Redis away a block takes effect all the same', async () => {
  await using alone = await startTestTimeline({}, { redis: 'away' });
  const [reader, author] = [alone.members.add(), alone.members.add()];
  const id = await alone.writePost(author);
  const read = () => refusalOf(alone.as(reader).post.byId.query({ id }));
  expect((await read()).code).toBeUndefined();
  await alone.members.block(author, reader);
  expect(await read()).toMatchObject({ code: 'POST_NOT_FOUND' });
});
