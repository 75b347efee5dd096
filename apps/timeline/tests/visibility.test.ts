import type { Visibility } from '@dailyfeed/contract/member';
import { afterAll, beforeAll, expect, test } from 'vitest';

import { ifFound, refusalOf, startTestTimeline, type TestTimeline } from './_harness.ts';

let timeline: TestTimeline;
beforeAll(async () => {
  timeline = await startTestTimeline();
});
afterAll(async () => {
  await timeline[Symbol.asyncDispose]();
});

const readers: Record<Visibility, string[]> = {
  PUBLIC: ['self', 'follower', 'stranger', 'anyone'],
  FOLLOWERS: ['self', 'follower'],
  PRIVATE: ['self'],
};

test.each(['PUBLIC', 'FOLLOWERS', 'PRIVATE'] as const)(
  'what a %s member writes is seen by the right readers, in every list and by its id',
  async (visibility) => {
    const { members } = timeline;
    const author = members.add(visibility);
    const follower = members.add();
    await members.follow(follower, author);
    const id = await timeline.writePost(author);
    const tag = `tag${id.slice(-12)}`;
    await timeline.tagPost(id, tag);
    await timeline.likePost(id, members.add());
    await timeline.writeComment(members.add(), { postId: id });
    await timeline.takeRankings();
    const open = await timeline.writePost(members.add());
    const comment = await timeline.writeComment(author, { postId: open });
    const clients = {
      self: timeline.as(author),
      follower: timeline.as(follower),
      stranger: timeline.as(members.add()),
      anyone: timeline.anyone,
    };
    for (const [name, client] of Object.entries(clients)) {
      const isReader = readers[visibility].includes(name);
      const [byId, byAuthor, comments, commentsByAuthor, ...lists] = await Promise.all([
        ifFound(client.post.byId.query({ id })),
        client.feed.byAuthor.query({ authorId: author }),
        client.post.comments.query({ postId: open }),
        client.comment.byAuthor.query({ authorId: author }),
        client.feed.recent.query({ limit: 100 }),
        client.feed.popular.query({ limit: 100 }),
        client.feed.mostCommented.query({ limit: 100 }),
        client.feed.tag.query({ tag }),
      ]);
      const [recent, popular, mostCommented, tagged] = lists.map(({ items }) =>
        items.some((post) => post.id === id),
      );
      const seen = {
        byId: byId?.id === id,
        byAuthor: byAuthor.items.some((post) => post.id === id),
        recent,
        popular,
        mostCommented,
        tagged,
        comments: comments.items.some((item) => item.id === comment),
        commentsByAuthor: commentsByAuthor.items.some((item) => item.id === comment),
      };
      const all = Object.fromEntries(Object.keys(seen).map((place) => [place, isReader]));
      expect({ name, ...seen }).toEqual({ name, ...all });
    }
    const followed = await timeline.as(follower).feed.following.query({});
    expect(followed.items.some((post) => post.id === id)).toBe(visibility !== 'PRIVATE');
    const own = await timeline.as(author).feed.following.query({});
    expect(own.items.some((post) => post.id === id)).toBe(true);
  },
);

test('a reader loses sight of a followers-only author with the unfollow, and gains it with the follow', async () => {
  const author = timeline.members.add('FOLLOWERS');
  const reader = timeline.members.add();
  const id = await timeline.writePost(author);
  const read = () => refusalOf(timeline.as(reader).post.byId.query({ id }));
  expect(await read()).toMatchObject({ code: 'POST_NOT_FOUND' });
  await timeline.members.follow(reader, author);
  expect((await read()).code).toBeUndefined();
  await timeline.members.unfollow(reader, author);
  expect(await read()).toMatchObject({ code: 'POST_NOT_FOUND' });
});
