import type { NotificationPreferences } from '@dailyfeed/contract/notification';
import { newId } from '@dailyfeed/service-kit/id';
import { describe, expect, test } from 'vitest';

import { muteThread, subscribe } from '../src/domain/notification-wish.ts';
import { type Member, refusal } from './_harness.ts';
import { createTestMembers } from './_members.ts';
import {
  at,
  briefOf,
  commentBy,
  deletionOf,
  followBy,
  likeBy,
  noon,
  postBy,
  readAll,
  startNotifications,
  type World,
} from './_notifications.ts';

const everyone: NotificationPreferences = {
  like: 'everyone',
  comment: 'everyone',
  reply: 'everyone',
  mention: 'everyone',
  follow: 'everyone',
};

test.each(['an unfollow', 'a block', 'a block by the author'])(
  '%s that comes late ends what was asked for before it, and nothing that was asked for since',
  async (what) => {
    await using world = await startNotifications();
    const [reader, author] = [world.join(), world.join()];
    world.members.follow(reader.id, author.id);
    const end =
      {
        'an unfollow': followBy(reader, author, 'member.unfollowed'),
        'a block': followBy(reader, author, 'member.blocked'),
      }[what] ?? followBy(author, reader, 'member.blocked');
    await subscribeAt(world, 0, { reader, author });
    // Laid down at 5, it comes at last; its author has followed, and asked, again meanwhile.
    await subscribeAt(world, 10, { reader, author });
    for (let again = 0; again < 2; again += 1) await world.tell(end, 5);
    await world.tell(postBy(author), 11);
    expect((await readAll(reader)).map(briefOf)).toEqual(['post by 1, 1']);

    await world.tell(end, 20);
    await world.tell(postBy(author), 21);
    expect((await readAll(reader)).map(briefOf)).toEqual(['post by 1, 1']);
    const state = reader.api.notification.subscription.query({ memberId: author.id });
    expect(await state).toEqual({ subscribed: false });
  },
);

test('a follow that ends while somebody asks to hear of an author leaves nothing that was asked for', async () => {
  const members = createTestMembers();
  let happen: (() => Promise<void>) | undefined;
  const port = {
    ...members.port,
    followings: async (memberId: string) => {
      const answer = await members.port.followings(memberId);
      await happen?.();
      return answer;
    },
  };
  await using world = await startNotifications({ ...members, port });
  const [reader, author] = [world.join(), world.join()];
  members.follow(reader.id, author.id);
  happen = async () => {
    happen = undefined;
    members.unfollow(reader.id, author.id);
    await world.tell(followBy(reader, author, 'member.unfollowed'));
  };
  const { notification } = reader.api;
  const asked = notification.subscribe.mutate({ memberId: author.id });
  expect(await refusal(asked)).toEqual({ code: 'FOLLOW_NEEDED', status: 403 });
  expect(await notification.subscription.query({ memberId: author.id })).toEqual({
    subscribed: false,
  });
});

test('who asks again to hear of an author hears of what was written since they first did, but for what ended in between', async () => {
  await using world = await startNotifications();
  const [reader, author] = [world.join(), world.join()];
  world.members.follow(reader.id, author.id);
  const told = async () => (await readAll(reader)).map(briefOf);
  await subscribeAt(world, 0, { reader, author });
  for (const minute of [10, 20]) await subscribeAt(world, minute, { reader, author });
  // Their events come late.
  await world.tellMany([at(-1, postBy(author), 1), at(5, postBy(author), 2)]);
  expect(await told()).toEqual(['post by 1, 1']);
  await world.tell(followBy(reader, author, 'member.unfollowed'), 8);
  await world.tellMany([at(15, postBy(author), 3), at(25, postBy(author), 4)]);
  expect(await told()).toEqual(['post by 1, 2']);

  await reader.api.notification.unsubscribe.mutate({ memberId: author.id });
  await world.tell(postBy(author), 26);
  expect(await told()).toEqual(['post by 1, 2']);
});

test('posts from before one asked to hear of their author are no news, however late or often they come', async () => {
  await using world = await startNotifications();
  const [reader, author, earlier] = [world.join(), world.join(), world.join()];
  for (const { id } of [reader, earlier]) world.members.follow(id, author.id);
  await subscribeAt(world, 0, { reader: earlier, author });
  const posts = [at(5, postBy(author), 1), at(15, postBy(author), 2)];
  await subscribeAt(world, 10, { reader, author });
  for (let again = 0; again < 2; again += 1) await world.tellMany(posts);
  expect((await readAll(reader)).map(briefOf)).toEqual(['post by 1, 1']);
  expect((await readAll(earlier)).map(briefOf)).toEqual(['post by 1, 2']);
});

test('what an older release kept of a wish holds for all there is, and ends with the follow', async () => {
  await using world = await startNotifications();
  const [reader, author] = [world.join(), world.join()];
  const wishes = await world.deps.db.wishes.toWrite();
  const wish = { memberId: reader.id, kind: 'subscribe', objectId: author.id } as const;
  await wishes.insertOne({ _id: `${reader.id}:subscribe:${author.id}`, ...wish });
  await world.tell(postBy(author));
  expect((await readAll(reader)).map(briefOf)).toEqual(['post by 1, 1']);
  await world.tell(followBy(reader, author, 'member.unfollowed'), 1);
  await world.tell(postBy(author), 2);
  expect((await readAll(reader)).map(briefOf)).toEqual(['post by 1, 1']);
});

test('a kind that is switched on is told from then on, not what happened before and comes late or again', async () => {
  await using world = await startNotifications();
  const [author, fan] = [world.join(), world.join()];
  const set = async (minute: number, change: Partial<NotificationPreferences>): Promise<void> => {
    world.setClock(minute);
    await author.api.notification.setPreferences.mutate({ ...everyone, ...change });
  };
  const early = [1, 5, 9].flatMap((minute) => [
    at(minute, likeBy(fan, { author, postId: newId() })),
    at(minute, commentBy(fan, { author, postId: newId() })),
  ]);
  const kindsOf = async () => (await readAll(author)).map(({ kind }) => kind).toSorted();
  await set(0, { like: 'nobody' });
  await world.tellMany(early);
  expect(await kindsOf()).toEqual(['comment', 'comment', 'comment']);
  await set(10, {});
  // Of another kind: what likes were is not forgotten over it.
  await set(11, { comment: 'following' });
  await world.tellMany(early);
  expect(await kindsOf()).toEqual(['comment', 'comment', 'comment']);
  await world.tell(likeBy(fan, { author, postId: newId() }), 12);
  expect(await kindsOf()).toEqual(['comment', 'comment', 'comment', 'like']);
});

test('of more muted threads than are looked at, those that were muted last stay silent, and the others are said to be none', async () => {
  await using world = await startNotifications();
  const [author, fan, postId] = [world.join(), world.join(), newId()];
  await world.tell(likeBy(fan, { author, postId }));
  const wishes = await world.deps.db.wishes.toWrite();
  const [last, ...others] = Array.from({ length: 1000 }, () => newId());
  if (last === undefined) throw new Error('a thousand were made');
  await wishes.insertMany(
    [...others, last].map((objectId, index) => {
      const wish = { memberId: author.id, kind: 'mute_thread', objectId } as const;
      const since = new Date(noon - index * 1000);
      return { _id: `${author.id}:mute_thread:${wish.objectId}`, ...wish, at: since };
    }),
  );
  await author.api.notification.muteThread.mutate({ postId });
  expect(await readAll(author)).toEqual([]);
  const { notification } = author.api;
  expect(await notification.threadMute.query({ postId: last })).toEqual({ muted: false });
  expect(await notification.threadMute.query({ postId })).toEqual({ muted: true });
  expect(await wishes.countDocuments()).toBe(1000);
});

test('a thread is muted no longer than there is the post, and a subscription ends with no post', async () => {
  await using world = await startNotifications();
  const [reader, author, other] = [world.join(), world.join(), world.join()];
  world.members.follow(reader.id, author.id);
  const [gone, kept] = [newId(), newId()];
  for (const postId of [gone, kept]) {
    for (const { api } of [reader, other]) await api.notification.muteThread.mutate({ postId });
  }
  await subscribeAt(world, 0, { reader, author });
  await world.tell(deletionOf(author, gone));
  const wishes = await (await world.deps.db.wishes.toRead()).find().toArray();
  expect(wishes.map(({ objectId }) => objectId).toSorted()).toEqual(
    [author.id, kept, kept].toSorted(),
  );
});

describe('somebody who asks again, of whom a process dies after so many writes,', () => {
  const crashes = [0, 1, 2, 3, 4];
  test.each(crashes)('%i, is told of posts as long as it says so', async (writes) => {
    await using world = await startNotifications();
    const [reader, author] = [world.join(), world.join()];
    const memberId = author.id;
    world.members.follow(reader.id, memberId);
    await subscribeAt(world, 0, { reader, author });
    let minute = 0;
    const expectToBe = async (subscribed: boolean): Promise<void> => {
      const before = (await readAll(reader)).length;
      // A day later each, so that none joins another's row.
      await world.tell(postBy(author), (minute += 24 * 60));
      expect((await readAll(reader)).length - before).toBe(subscribed ? 1 : 0);
      expect(await reader.api.notification.subscription.query({ memberId })).toEqual({
        subscribed,
      });
    };
    const args = { memberId: reader.id, authorId: memberId };
    await subscribe(dyingAfter(world, writes), args).catch(() => undefined);
    await expectToBe(true);
    await subscribe(world.deps, args);
    await expectToBe(true);
    await reader.api.notification.unsubscribe.mutate({ memberId });
    await expectToBe(false);
  });

  test.each(crashes)('%i, hears nothing of a thread as long as it says so', async (writes) => {
    await using world = await startNotifications();
    const [author, postId] = [world.join(), newId()];
    const { notification } = author.api;
    const expectToBe = async (muted: boolean): Promise<void> => {
      await world.tell(likeBy(world.join(), { author, postId }));
      expect((await readAll(author)).length).toBe(muted ? 0 : 1);
      expect(await notification.threadMute.query({ postId })).toEqual({ muted });
    };
    const args = { memberId: author.id, postId };
    await muteThread(world.deps, args);
    await muteThread(dyingAfter(world, writes), args).catch(() => undefined);
    await expectToBe(true);
    await muteThread(world.deps, args);
    await expectToBe(true);
    expect(await (await world.deps.db.wishes.toRead()).countDocuments()).toBe(1);
    await notification.unmuteThread.mutate({ postId });
    await expectToBe(false);
  });
});

/** A process that dies after so many writes of wishes. */
function dyingAfter({ deps }: World, writes: number): World['deps'] {
  let left = writes;
  const open = async () =>
    new Proxy(await deps.db.wishes.toRead(), {
      get: (collection, name) => {
        const value: unknown = Reflect.get(collection, name, collection);
        if (typeof value !== 'function') return value;
        return (...args: unknown[]): unknown => {
          const isWrite = name === 'insertOne' || name === 'deleteOne' || name === 'deleteMany';
          if (isWrite && (left -= 1) < 0) throw new Error('the process has died');
          return Reflect.apply(value, collection, args);
        };
      },
    });
  return { ...deps, db: { ...deps.db, wishes: { toRead: open, toWrite: open } } };
}

async function subscribeAt(
  world: World,
  minute: number,
  { reader, author }: Record<'reader' | 'author', Member>,
): Promise<void> {
  world.setClock(minute);
  await reader.api.notification.subscribe.mutate({ memberId: author.id });
  world.setClock(null);
}
