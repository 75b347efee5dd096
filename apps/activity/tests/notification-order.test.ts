import type { DomainEvent } from '@dailyfeed/contract/events';
import { newId } from '@dailyfeed/service-kit/id';
import { describe, expect, test } from 'vitest';

import {
  at,
  briefOf,
  commentBy,
  commentLikeBy,
  editOf,
  followBy,
  grantOf,
  hidingOf,
  likeBy,
  postBy,
  readAll,
  restorationOf,
  startNotifications,
  type World,
} from './_notifications.ts';

type Person = ReturnType<World['join']>;
type Pair = {
  /** What happened first, what happened then, and who is told what of it. */
  events: [DomainEvent, DomainEvent];
  reader: Person;
  told: string[];
};

/** Each a pair of facts of one subject, the later one of the higher version. */
const pairs: Record<string, (world: World) => Pair> = {
  'a like and its end': (world) => {
    const [author, fan] = [world.join(), world.join()];
    const of = { author, postId: newId() };
    const events: Pair['events'] = [
      at(0, likeBy(fan, of), 1),
      at(0.5, likeBy(fan, of, 'post.unliked'), 2),
    ];
    return { events, reader: author, told: [] };
  },
  'the end of a like and another': (world) => {
    const [author, fan] = [world.join(), world.join()];
    const of = { author, postId: newId() };
    const events: Pair['events'] = [
      at(0, likeBy(fan, of, 'post.unliked'), 1),
      at(0.5, likeBy(fan, of), 2),
    ];
    return { events, reader: author, told: ['like by 1, 1'] };
  },
  'a like of a comment and its end': (world) => {
    const [author, fan] = [world.join(), world.join()];
    const comment = commentBy(author, { author: world.join(), postId: newId() });
    const events: Pair['events'] = [
      at(0, commentLikeBy(fan, comment), 1),
      at(0.5, commentLikeBy(fan, comment, 'comment.unliked'), 2),
    ];
    return { events, reader: author, told: [] };
  },
  'a follow and its end': (world) => {
    const [author, fan] = [world.join(), world.join()];
    const events: Pair['events'] = [
      at(0, followBy(fan, author), 1),
      at(0.5, followBy(fan, author, 'member.unfollowed'), 2),
    ];
    return { events, reader: author, told: [] };
  },
  'the end of a follow and another': (world) => {
    const [author, fan] = [world.join(), world.join()];
    const events: Pair['events'] = [
      at(0, followBy(fan, author, 'member.unfollowed'), 1),
      at(0.5, followBy(fan, author), 2),
    ];
    return { events, reader: author, told: ['follow by 1, 1'] };
  },
  'a request to follow and its withdrawal': (world) => {
    const [author, fan] = [world.join(), world.join()];
    const events: Pair['events'] = [
      at(0, followBy(fan, author, 'member.follow_requested'), 1),
      at(90, followBy(fan, author, 'member.follow_request_withdrawn'), 2),
    ];
    return { events, reader: author, told: [] };
  },
  'a request to follow and a block by who asked': (world) => {
    const [author, fan] = [world.join(), world.join()];
    const events: Pair['events'] = [
      at(0, followBy(fan, author, 'member.follow_requested'), 1),
      at(90, followBy(fan, author, 'member.blocked'), 2),
    ];
    return { events, reader: author, told: [] };
  },
  'a request to follow and its approval': (world) => {
    const [author, fan] = [world.join(), world.join()];
    const events: Pair['events'] = [
      at(0, followBy(fan, author, 'member.follow_requested'), 1),
      at(90, grantOf(fan, author), 2),
    ];
    return { events, reader: author, told: [] };
  },
  'an approval and another request to follow': (world) => {
    const [author, fan] = [world.join(), world.join()];
    const events: Pair['events'] = [
      at(0, grantOf(fan, author), 1),
      at(90, followBy(fan, author, 'member.follow_requested'), 2),
    ];
    return { events, reader: fan, told: [] };
  },
  'a post that names somebody and an edit that does not': (world) => {
    const [author, named] = [world.join(), world.join()];
    const post = postBy(author, newId(), { mentionedIds: [named.id] });
    const events: Pair['events'] = [at(0, post, 1), at(5, editOf(post, { mentionedIds: [] }), 2)];
    return { events, reader: named, told: [] };
  },
  'an edit that names nobody and one that does': (world) => {
    const [author, named] = [world.join(), world.join()];
    const post = postBy(author);
    const events: Pair['events'] = [
      at(0, editOf(post, { mentionedIds: [] }), 1),
      at(5, editOf(post, { mentionedIds: [named.id], version: 3 }), 2),
    ];
    return { events, reader: named, told: ['mention by 1, 1'] };
  },
  'a text that moderation hides and shows again': (world) => {
    const author = world.join();
    const post = postBy(author);
    const events: Pair['events'] = [at(0, hidingOf(post), 1), at(5, restorationOf(post), 2)];
    return { events, reader: author, told: [] };
  },
  'a text that moderation shows again and hides': (world) => {
    const author = world.join();
    const post = postBy(author);
    const events: Pair['events'] = [at(0, restorationOf(post), 1), at(5, hidingOf(post), 2)];
    return { events, reader: author, told: ['text_hidden by 0, 1'] };
  },
};

describe.for(Object.keys(pairs))('%s', (name) => {
  const orders: Record<string, (events: Pair['events']) => DomainEvent[][]> = {
    'in order': ([first, second]) => [[first], [second]],
    'the later one first': ([first, second]) => [[second], [first]],
    'each twice': ([first, second]) => [[first], [first], [second], [second]],
    'the later one first, and again': ([first, second]) => [[second], [first], [second], [first]],
    'in one batch': ([first, second]) => [[first, second]],
    'in one batch, the later one first, and again': ([first, second]) => [
      [second, first],
      [second, first],
    ],
  };
  test.for(Object.keys(orders))('ends the same when it comes %s', async (order) => {
    await using world = await startNotifications();
    const { events, reader, told } = pairs[name]?.(world) ?? unknown(name);
    for (const batch of orders[order]?.(events) ?? []) await world.tellMany(batch);
    expect((await readAll(reader)).map(briefOf)).toEqual(told);
  });
});

function unknown(name: string): never {
  throw new Error(`no such pair: ${name}`);
}

test('a text that was shown again stays so for everybody, however late its hiding comes', async () => {
  await using world = await startNotifications();
  const [author, fan, later] = [world.join(), world.join(), world.join()];
  const post = postBy(author);
  const of = { author, postId: post.data.postId };
  await world.tellMany([at(0, likeBy(fan, of), 1)]);
  await world.tellMany([at(5, restorationOf(post), 3)]);
  await world.tellMany([at(4, hidingOf(post), 2)]);
  await world.tellMany([at(6, likeBy(later, of), 4)]);
  expect((await readAll(author)).map(briefOf)).toEqual(['like by 2, 2']);
});

test('a text that was hidden again stays so, however late its showing comes', async () => {
  await using world = await startNotifications();
  const [author, fan] = [world.join(), world.join()];
  const post = postBy(author);
  const of = { author, postId: post.data.postId };
  await world.tellMany([at(0, likeBy(fan, of), 1)]);
  await world.tellMany([at(5, hidingOf(post), 3)]);
  await world.tellMany([at(4, restorationOf(post), 2)]);
  await world.tellMany([at(6, likeBy(world.join(), of), 4)]);
  // What its author had heard before stays.
  expect((await readAll(author)).map(briefOf)).toEqual(['text_hidden by 0, 1', 'like by 1, 1']);
});

test('what happened to a hidden post after a late undoing is told when the post is shown again', async () => {
  await using world = await startNotifications();
  const [author, fan, gone] = [world.join(), world.join(), world.join()];
  const post = postBy(author);
  const of = { author, postId: post.data.postId };
  await world.tellMany([at(0, hidingOf(post), 1)]);
  await world.tellMany([at(3, likeBy(fan, of), 3)]);
  await world.tellMany([at(2, likeBy(fan, of, 'post.unliked'), 2)]);
  await world.tellMany([at(5, likeBy(gone, of, 'post.unliked'), 5)]);
  await world.tellMany([at(4, likeBy(gone, of), 4)]);
  await world.tellMany([at(9, restorationOf(post), 6)]);
  expect((await readAll(author)).map(briefOf)).toEqual(['like by 1, 1']);
});

test('of what is undone over and over no more than the last is kept, and nothing that names who is erased', async () => {
  await using world = await startNotifications();
  const [author, fan] = [world.join(), world.join()];
  const of = { author, postId: newId() };
  for (const version of [2, 4, 6]) {
    await world.tellMany([at(version, likeBy(fan, of, 'post.unliked'), version)]);
  }
  const tombstones = await world.deps.db.tombstones.toRead();
  const versions = async (): Promise<unknown[]> =>
    (await tombstones.find({ memberIds: fan.id }).toArray()).map(({ version }) => version);
  expect(await versions()).toEqual([6]);
  const erased = {
    type: 'member.erased',
    actorId: fan.id,
    subject: { kind: 'member', id: fan.id },
    data: { memberId: fan.id },
  } as const;
  await world.tellMany([at(9, erased)]);
  await world.tellMany([at(8, likeBy(fan, of, 'post.unliked'), 8)]);
  expect(await versions()).toEqual([]);
});
