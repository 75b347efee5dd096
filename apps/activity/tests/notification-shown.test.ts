import { newId } from '@dailyfeed/service-kit/id';
import { describe, expect, test } from 'vitest';

import type { Member } from './_harness.ts';
import {
  at,
  briefOf,
  commentBy,
  likeBy,
  noon,
  readAll,
  startNotifications,
  type World,
} from './_notifications.ts';

const leavings: Record<string, (world: World, leaver: Member, reader: Member) => void> = {
  'who shows themselves to nobody else any more': ({ members }, { id }) =>
    members.setVisibility(id, 'PRIVATE'),
  'who shows themselves to followers only': ({ members }, { id }) =>
    members.setVisibility(id, 'FOLLOWERS'),
  'who has gone': ({ members }, { id }) => members.remove(id),
  'who was blocked': ({ members }, { id }, reader) => members.block(reader.id, id),
  'who was muted': ({ members }, { id }, reader) => members.mute(reader.id, id, null),
};

describe.for(Object.keys(leavings))('of %s', (name) => {
  test.for(['comment', 'reply'] as const)(
    'a row of a %s has neither words nor a link; it is that of who did it before',
    async (kind) => {
      await using world = await startNotifications();
      const [me, stays, leaves, other] = [world.join(), world.join(), world.join(), world.join()];
      const [postId, parentId] = [newId(), newId()];
      const under =
        kind === 'comment'
          ? { author: me, postId }
          : { author: other, postId, parent: { id: parentId, author: me } };
      const [first, last] = [newId(), newId()];
      await world.tell(commentBy(stays, { ...under, id: first }), 1);
      await world.tell(commentBy(leaves, { ...under, id: last }), 2);
      expect(await readAll(me)).toMatchObject([{ kind, count: 2, commentId: last }]);

      leavings[name]?.(world, leaves, me);
      const rows = await readAll(me);
      expect(rows).toMatchObject([
        {
          kind,
          actors: [{ id: stays.id }],
          actorCount: 1,
          count: 1,
          commentId: first,
          excerpt: `words of ${first}`,
          latestAt: new Date(noon + 60_000).toISOString(),
        },
      ]);
      const said = JSON.stringify(rows);
      for (const secret of [leaves.id, last]) expect(said).not.toContain(secret);
      expect(await me.api.notification.unread.query()).toEqual({ count: 1 });
    },
  );
});

test('of a burst under posts of several members, what stands under those that may be read is shown', async () => {
  await using world = await startNotifications();
  const [me, busy, open, closed] = [world.join(), world.join(), world.join(), world.join()];
  for (const [minute, author] of [open, open, open, open, open, closed].entries()) {
    const mentionedIds = [me.id];
    await world.tell(commentBy(busy, { author, postId: newId(), mentionedIds }), minute);
  }
  expect((await readAll(me)).map(briefOf)[0]).toBe('mention by 1, 3');
  world.members.setVisibility(closed.id, 'PRIVATE');
  expect((await readAll(me)).map(briefOf)).toEqual([
    'mention by 1, 2',
    'mention by 1, 1',
    'mention by 1, 1',
    'mention by 1, 1',
  ]);
});

test('a row is there as long as somebody is who is in it, and counts those', async () => {
  await using world = await startNotifications();
  const author = world.join();
  const of = { author, postId: newId() };
  const [first, ...others] = Array.from({ length: 4 }, () => world.join());
  for (const [minute, fan] of [first, ...others].entries()) {
    if (fan) await world.tell(likeBy(fan, of), minute);
  }
  for (const { id } of others) world.members.remove(id);
  const rows = await readAll(author);
  expect(rows.map(briefOf)).toEqual(['like by 1, 1']);
  expect(rows[0]?.actors.map(({ id }) => id)).toEqual([first?.id]);
  expect(await author.api.notification.unread.query()).toEqual({ count: 1 });
});

test('who did something before hundreds who have gone since is found', async () => {
  await using world = await startNotifications();
  const [author, first] = [world.join(), world.join()];
  const [of, other] = [
    { author, postId: newId() },
    { author, postId: newId() },
  ];
  await world.tell(likeBy(first, of), 0);
  const gone = Array.from({ length: 700 }, () => world.join());
  await world.tellMany(gone.map((fan, index) => at(1 + index / 1000, likeBy(fan, of))));
  await world.tellMany([at(2, likeBy(first, other))]);
  for (const { id } of gone) world.members.remove(id);
  const rows = await readAll(author);
  expect(rows.map(briefOf)).toEqual(['like by 1, 1', 'like by 1, 1']);
  expect(await author.api.notification.unread.query()).toEqual({ count: 2 });
});

test.each([
  { rows: 100, each: 3 },
  { rows: 2, each: 250 },
])(
  'a page of $rows rows of $each members each is read, and counted',
  async ({ rows: count, each }) => {
    await using world = await startNotifications();
    const author = world.join();
    const likes = Array.from({ length: count }, (_, minute) => {
      const of = { author, postId: newId() };
      return Array.from({ length: each }, (_each, index) =>
        at(minute + index / 1000, likeBy(world.join(), of)),
      );
    }).flat();
    await world.tellMany(likes);
    const rows = await readAll(author, 100);
    expect(rows.map(briefOf)).toEqual(rows.map(() => `like by ${each}, ${each}`));
    expect(rows.map(({ actors }) => actors.length)).toEqual(Array.from({ length: count }, () => 3));
    const unread = { count: Math.min(count, 99) };
    expect(await author.api.notification.unread.query()).toEqual(unread);
  },
);
