import type { NotificationPreferences } from '@dailyfeed/contract/notification';
import { newId } from '@dailyfeed/service-kit/id';
import { expect, test } from 'vitest';

import { findMark, moveMark } from '../src/domain/notification-mark.ts';
import { type Member, refusal } from './_harness.ts';
import {
  briefOf,
  commentBy,
  followBy,
  likeBy,
  noon,
  postBy,
  readAll,
  startNotifications,
} from './_notifications.ts';

const everyone: NotificationPreferences = {
  like: 'everyone',
  comment: 'everyone',
  reply: 'everyone',
  mention: 'everyone',
  follow: 'everyone',
};

test('what has been seen is read, what comes later is not, and reading never goes back', async () => {
  await using world = await startNotifications();
  const [author, fan] = [world.join(), world.join()];
  const of = { author, postId: newId() };
  await world.tell(likeBy(fan, of), 0);
  await world.tell(followBy(fan, author), 1);
  const until = new Date(noon).toISOString();
  expect(await author.api.notification.markRead.mutate({ until })).toEqual({ count: 1 });
  expect((await readAll(author)).map((row) => row.isRead)).toEqual([false, true]);

  const latest = new Date(noon + 60_000).toISOString();
  expect(await author.api.notification.markRead.mutate({ until: latest })).toEqual({ count: 0 });
  expect(await author.api.notification.markRead.mutate({ until })).toEqual({ count: 0 });

  await world.tell(likeBy(world.join(), of), 2);
  expect(await author.api.notification.unread.query()).toEqual({ count: 1 });
});

test('what is told after it could have been read is unread, however long ago it happened, and stands where it belongs', async () => {
  await using world = await startNotifications();
  const [author, fan, late] = [world.join(), world.join(), world.join()];
  const [of, other] = [newId(), newId()].map((postId) => ({ author, postId }));
  if (!of || !other) throw new Error('two were made');
  const { notification } = author.api;
  const seenOf = async () => {
    const { items, asOf } = await notification.list.query({});
    return { items, mark: { until: items[0]?.latestAt ?? '', asOf } };
  };
  await world.tell(likeBy(fan, other), 1);
  await world.tell(likeBy(fan, of), 5);
  const before = await seenOf();
  expect(await notification.markRead.mutate(before.mark)).toEqual({ count: 0 });

  // From a dead letter, or a partition that lags behind.
  await world.tell(likeBy(late, of), 3);
  await world.tell(commentBy(late, other), 2);
  expect(await notification.unread.query()).toEqual({ count: 2 });
  const { items, mark } = await seenOf();
  expect(items.map(({ kind, isRead }) => ({ kind, isRead }))).toEqual([
    { kind: 'like', isRead: false },
    { kind: 'comment', isRead: false },
    { kind: 'like', isRead: true },
  ]);
  expect(items[0]?.latestAt).toBe(before.mark.until);

  // A page that has been open since before it was told has not shown it.
  expect(await notification.markRead.mutate(before.mark)).toEqual({ count: 2 });
  expect(await notification.markRead.mutate(mark)).toEqual({ count: 0 });
  expect(await notification.markRead.mutate(before.mark)).toEqual({ count: 0 });
  expect((await seenOf()).items.map(({ isRead }) => isRead)).toEqual([true, true, true]);
});

test('what a release that did not note when it was told has told, and marked, stays read or unread', async () => {
  await using world = await startNotifications();
  const [author, fan] = [world.join(), world.join()];
  const of = { author, postId: newId() };
  for (const minute of [1, 3]) await world.tell(likeBy(fan, { author, postId: newId() }), minute);
  const notifications = await world.deps.db.notifications.toWrite();
  await notifications.updateMany({}, { $unset: { toldAt: '' } });
  const settings = await world.deps.db.settings.toWrite();
  const value = new Date(noon + 2 * 60_000);
  await settings.insertOne({ _id: newId(), memberId: author.id, name: 'read', value });
  expect((await readAll(author)).map(({ isRead }) => isRead)).toEqual([false, true]);
  expect(await author.api.notification.unread.query()).toEqual({ count: 1 });
  const until = new Date(noon + 3 * 60_000).toISOString();
  expect(await author.api.notification.markRead.mutate({ until })).toEqual({ count: 0 });
  await world.tell(likeBy(fan, of), 2);
  expect(await author.api.notification.unread.query()).toEqual({ count: 1 });
});

test('two tabs that mark at once end at the later mark', async () => {
  await using world = await startNotifications();
  const [author, fan] = [world.join(), world.join()];
  await world.tell(likeBy(fan, { author, postId: newId() }), 5);
  const marks = [1, 5, 3, 5, 2].map((at) => new Date(noon + at * 60_000).toISOString());
  await author.api.notification.markRead.mutate({ until: marks[1] ?? '' });
  await Promise.all(marks.map((until) => author.api.notification.markRead.mutate({ until })));
  expect(await author.api.notification.unread.query()).toEqual({ count: 0 });
});

test('a mark that is saved over a later one, from before it knew of that, takes nothing back', async () => {
  await using world = await startNotifications();
  const { id } = world.join();
  const { db } = world.deps;
  const [read, go] = [Promise.withResolvers<void>(), Promise.withResolvers<void>()];
  const toWrite = async () => {
    read.resolve();
    await go.promise;
    return db.settings.toWrite();
  };
  const minute = (at: number): Date => new Date(noon + at * 60_000);
  await moveMark({ db }, id, { until: minute(1), asOf: minute(1) });
  const late = { db: { ...db, settings: { ...db.settings, toWrite } } };
  const saving = moveMark(late, id, { until: minute(3), asOf: minute(7) });
  await read.promise;
  await moveMark({ db }, id, { until: minute(5), asOf: minute(6) });
  go.resolve();
  await saving;
  expect(await findMark({ db }, id)).toEqual({ until: minute(5), asOf: minute(7) });

  // The next stands for both.
  await moveMark({ db }, id, { until: minute(8), asOf: minute(2) });
  expect(await findMark({ db }, id)).toEqual({ until: minute(8), asOf: minute(7) });
  expect(await (await db.settings.toRead()).countDocuments({ memberId: id })).toBe(1);
});

test('what is set counts, though the clock of who saved it is behind that of who saved what was set before', async () => {
  await using world = await startNotifications();
  const { id, api } = world.join();
  const settings = await world.deps.db.settings.toWrite();
  const ahead = newId(new Date(Date.now() + 3_600_000));
  await settings.insertOne({ _id: ahead, memberId: id, name: 'preferences', value: everyone });
  for (const like of ['nobody', 'following'] as const) {
    const wanted = { ...everyone, like };
    expect(await api.notification.setPreferences.mutate(wanted)).toEqual(wanted);
    expect(await api.notification.preferences.query()).toEqual(wanted);
  }
  expect(await settings.countDocuments({ memberId: id })).toBe(1);
});

test('nothing is read ahead of its time', async () => {
  await using world = await startNotifications();
  const [author, fan] = [world.join(), world.join()];
  await author.api.notification.markRead.mutate({ until: '2999-01-01T00:00:00.000Z' });
  const minutes = (Date.now() - noon) / 60_000 + 60;
  await world.tell(likeBy(fan, { author, postId: newId() }), minutes);
  expect(await author.api.notification.unread.query()).toEqual({ count: 1 });
});

test('each kind is told from everyone, from those one follows, or not at all', async () => {
  await using world = await startNotifications();
  const [author, friend, stranger] = [world.join(), world.join(), world.join()];
  world.members.follow(author.id, friend.id);
  world.setClock(-1);
  expect(await author.api.notification.preferences.query()).toEqual(everyone);
  const wanted = { ...everyone, like: 'following', comment: 'nobody' } as const;
  expect(await author.api.notification.setPreferences.mutate(wanted)).toEqual(wanted);
  expect(await author.api.notification.preferences.query()).toEqual(wanted);

  const of = { author, postId: newId() };
  for (const actor of [friend, stranger]) {
    await world.tell(likeBy(actor, of));
    await world.tell(commentBy(actor, of));
    await world.tell(followBy(actor, author));
  }
  const rows = await readAll(author);
  expect(rows.map(briefOf).toSorted()).toEqual(['follow by 2, 2', 'like by 1, 1']);
});

test.each(['reply', 'mention', 'follow'] as const)(
  'a %s is told from those one follows, or not at all',
  async (kind) => {
    await using world = await startNotifications();
    const [me, friend, stranger] = [world.join(), world.join(), world.join()];
    world.members.follow(me.id, friend.id);
    const other = world.join();
    const happen = async (actor: Member, minute: number): Promise<void> => {
      const parent = { id: newId(), author: me };
      const event = {
        reply: commentBy(actor, { author: other, postId: newId(), parent }),
        mention: postBy(actor, newId(), { mentionedIds: [me.id] }),
        follow: followBy(actor, me),
      }[kind];
      await world.tell(event, minute);
    };
    world.setClock(-1);
    await me.api.notification.setPreferences.mutate({ ...everyone, [kind]: 'following' });
    await happen(stranger, 0);
    expect(await readAll(me)).toEqual([]);
    await happen(friend, 1);
    expect((await readAll(me)).map(briefOf)).toEqual([`${kind} by 1, 1`]);

    await me.api.notification.setPreferences.mutate({ ...everyone, [kind]: 'nobody' });
    const another = world.join();
    world.members.follow(me.id, another.id);
    await happen(another, 2);
    expect((await readAll(me)).map(briefOf)).toEqual([`${kind} by 1, 1`]);
    await me.api.notification.setPreferences.mutate(everyone);
    await happen(world.join(), 3);
    expect((await readAll(me)).map(({ count }) => count)).toEqual(kind === 'follow' ? [2] : [1, 1]);
  },
);

test('a preference that is not named stays as it is', async () => {
  await using world = await startNotifications();
  const { notification } = world.join().api;
  await notification.setPreferences.mutate({ like: 'nobody' });
  const both = { ...everyone, like: 'nobody', reply: 'following' } as const;
  expect(await notification.setPreferences.mutate({ reply: 'following' })).toEqual(both);
  expect(await notification.setPreferences.mutate({})).toEqual(both);
  expect(await notification.preferences.query()).toEqual(both);
});

test('preferences that are set at the same time all count', async () => {
  await using world = await startNotifications();
  const { notification } = world.join().api;
  const kinds = ['like', 'comment', 'reply', 'mention', 'follow'] as const;
  for (const source of ['nobody', 'following', 'everyone'] as const) {
    await Promise.all(kinds.map((kind) => notification.setPreferences.mutate({ [kind]: source })));
    const all = Object.fromEntries(kinds.map((kind) => [kind, source]));
    expect(await notification.preferences.query()).toEqual(all);
  }
});

test('preferences are taken all that are named, or none', async () => {
  await using world = await startNotifications();
  const { api } = world.join();
  const wrong: unknown[] = [
    { ...everyone, like: 'friends' },
    { ...everyone, extra: 1 },
  ];
  for (const input of wrong) {
    const call = api.notification.setPreferences.mutate(input as NotificationPreferences); // on purpose
    expect(await refusal(call)).toEqual({ code: 'INPUT_INVALID', status: 400 });
  }
  expect(await api.notification.preferences.query()).toEqual(everyone);
});

test('a muted thread is silent until it is heard again', async () => {
  await using world = await startNotifications();
  const [author, fan] = [world.join(), world.join()];
  const of = { author, postId: newId() };
  const thread = { postId: of.postId };
  await world.tell(likeBy(fan, of));
  for (let again = 0; again < 2; again += 1) {
    expect(await author.api.notification.muteThread.mutate(thread)).toEqual({ muted: true });
  }
  await world.tell(commentBy(fan, of));
  expect(await readAll(author)).toEqual([]);
  expect(await author.api.notification.unread.query()).toEqual({ count: 0 });
  expect(await author.api.notification.threadMute.query(thread)).toEqual({ muted: true });
  expect(await author.api.notification.unmuteThread.mutate(thread)).toEqual({ muted: false });
  expect((await readAll(author)).map(briefOf)).toEqual(['like by 1, 1']);
});

test('who asks for it hears of the posts of somebody they follow, until they do not', async () => {
  await using world = await startNotifications();
  const [reader, author, stranger] = [world.join(), world.join(), world.join()];
  world.members.follow(reader.id, author.id);
  world.setClock(-1);
  const { notification } = reader.api;
  expect(await notification.subscribe.mutate({ memberId: author.id })).toEqual({
    subscribed: true,
  });
  expect(await refusal(notification.subscribe.mutate({ memberId: stranger.id }))).toEqual({
    code: 'FOLLOW_NEEDED',
    status: 403,
  });
  await world.tell(postBy(author));
  await world.tell(postBy(author), 1);
  await world.tell(postBy(stranger));
  expect((await readAll(reader)).map(briefOf)).toEqual(['post by 1, 2']);

  await world.tell(followBy(reader, author, 'member.unfollowed'), 2);
  expect(await notification.subscription.query({ memberId: author.id })).toEqual({
    subscribed: false,
  });
  await world.tell(postBy(author), 3);
  expect((await readAll(reader)).map(briefOf)).toEqual(['post by 1, 2']);
});

test('a block ends both subscriptions', async () => {
  await using world = await startNotifications();
  const [ann, bob] = [world.join(), world.join()];
  world.setClock(-1);
  for (const [one, other] of [
    [ann, bob],
    [bob, ann],
  ] as const) {
    world.members.follow(one.id, other.id);
    await one.api.notification.subscribe.mutate({ memberId: other.id });
  }
  await world.tell(followBy(ann, bob, 'member.blocked'));
  for (const [one, other] of [
    [ann, bob],
    [bob, ann],
  ] as const) {
    expect(await one.api.notification.subscription.query({ memberId: other.id })).toEqual({
      subscribed: false,
    });
  }
});
