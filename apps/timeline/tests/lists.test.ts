import { afterAll, beforeAll, describe, expect, test } from 'vitest';

import { feedNames, feeds, testTag } from './_feeds.ts';
import { refusalOf, startTestTimeline, type TestTimeline } from './_harness.ts';

let timeline: TestTimeline;
beforeAll(async () => {
  timeline = await startTestTimeline();
});
afterAll(async () => {
  await timeline[Symbol.asyncDispose]();
});

describe.each(feedNames)('feed %s', (name) => {
  const feed = feeds[name];

  test('costs at most three statements, whatever the page', async () => {
    const reader = timeline.members.add();
    const author = name === 'mine' ? reader : timeline.members.add();
    await feed.enter(timeline, reader, await timeline.writePosts([author], 30));
    for (const limit of [1, 20]) {
      const read = () => feed.read(timeline, reader, { limit });
      expect(await timeline.statementsOf(read)).toBeLessThanOrEqual(3);
    }
  });

  test('a cursor of another list is refused', async () => {
    const reader = timeline.members.add();
    await timeline.writePosts([reader], 3);
    const { nextCursor } = await timeline
      .as(reader)
      .feed.byAuthor.query({ authorId: reader, limit: 1 });
    const forged = Buffer.from(
      JSON.stringify({ l: name, p: { at: '2026-01-01T00:00:00.000Z', start: 0 } }),
    ).toString('base64url');
    for (const cursor of [nextCursor, forged, 'x']) {
      const refusal = await refusalOf(feed.read(timeline, reader, { cursor }));
      expect(refusal).toMatchObject({ code: 'CURSOR_INVALID', status: 400 });
    }
  });
});

test.each(feedNames.filter((name) => name !== 'mine'))(
  'feed %s shows no one what is not for them to read',
  async (name) => {
    const { members } = timeline;
    const reader = members.add();
    const authors = {
      open: members.add(),
      followed: members.add('FOLLOWERS'),
      closed: members.add('FOLLOWERS'),
      secret: members.add('PRIVATE'),
      blocked: members.add(),
      muted: members.add(),
      gone: members.add(),
    };
    await members.follow(reader, authors.followed);
    await members.block(authors.blocked, reader);
    await members.mute(reader, authors.muted);
    members.remove(authors.gone);
    const posts = new Map<string, string>();
    for (const [who, author] of Object.entries(authors)) {
      posts.set(who, await timeline.writePost(author));
    }
    await feeds[name].enter(timeline, reader, [...posts.values()]);
    const seen = (await feeds[name].read(timeline, reader, { limit: 100 })).items.map(
      (post) => post.id,
    );
    const shown = [...posts].filter(([, id]) => seen.includes(id)).map(([who]) => who);
    // What a member has marked themselves they have asked for, so a mute does not hide it.
    const isChosen = name === 'liked' || name === 'bookmarked';
    expect(shown).toEqual(isChosen ? ['open', 'followed', 'muted'] : ['open', 'followed']);
  },
);

test.each(['mine', 'liked', 'bookmarked'] as const)(
  '%s is the member’s alone, for members only, and a cursor of another member’s is refused',
  async (name) => {
    const [one, other] = [timeline.members.add(), timeline.members.add()];
    const posts = await timeline.writePosts([one], 3);
    await feeds[name].enter(timeline, one, posts);
    const { nextCursor, items } = await feeds[name].read(timeline, one, { limit: 1 });
    expect(items).toHaveLength(1);
    expect((await feeds[name].read(timeline, other, {})).items).toEqual([]);
    const foreign = await refusalOf(feeds[name].read(timeline, other, { cursor: nextCursor }));
    expect(foreign).toMatchObject({ code: 'CURSOR_INVALID' });
    const visitor = await refusalOf(timeline.anyone.feed[name].query({}));
    expect(visitor).toMatchObject({ code: 'UNAUTHENTICATED', status: 401 });
  },
);

test('a tag is found in any writing, by visitors too; what is no tag is refused', async () => {
  const author = timeline.members.add();
  const id = await timeline.writePost(author);
  await timeline.tagPost(id, 'seoul');
  for (const tag of ['seoul', '#Seoul', 'ＳＥＯＵＬ', '＃seoul']) {
    const { items } = await timeline.anyone.feed.tag.query({ tag });
    expect(items.map((post) => post.id)).toEqual([id]);
  }
  for (const tag of ['', '#', 'two words', 'x'.repeat(201), "' OR 1=1 --"]) {
    const refusal = await refusalOf(timeline.anyone.feed.tag.query({ tag }));
    expect(refusal).toMatchObject({ code: 'INPUT_INVALID', status: 400 });
  }
  expect((await timeline.anyone.feed.tag.query({ tag: `${testTag}없음` })).items).toEqual([]);
});
