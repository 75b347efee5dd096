import type { DomainEvent } from '@dailyfeed/contract/events';
import { searchOf } from '@dailyfeed/dev-infra/search';
import { createDeadLetters } from '@dailyfeed/events/dead-letters';
import { newId } from '@dailyfeed/service-kit/id';
import fc from 'fast-check';
import { expect, test, vi } from 'vitest';

import { setPreferences } from '../src/domain/notification-preference.ts';
import { subscribe } from '../src/domain/notification-wish.ts';
import { log, publish, startTestActivity, stores, testMongoUrl } from './_harness.ts';
import { createTestMembers } from './_members.ts';
import {
  at,
  briefOf,
  commentBy,
  deletionOf,
  editOf,
  followBy,
  grantOf,
  likeBy,
  postBy,
  readAll,
  startNotifications,
  type World,
} from './_notifications.ts';

vi.setConfig({ testTimeout: 120_000 });
const soon = { timeout: 60_000, interval: 50 };
const everyone = {
  like: 'everyone',
  comment: 'everyone',
  reply: 'everyone',
  mention: 'everyone',
  follow: 'everyone',
} as const;

test('a like that is undone and done again within a batch is told as one; undone it is told to nobody', async () => {
  await using world = await startNotifications();
  const [author, hasty, torn, slow] = [world.join(), world.join(), world.join(), world.join()];
  const of = { author, postId: newId() };
  const batch = [
    at(0, likeBy(hasty, of)),
    at(0.1, likeBy(torn, of)),
    at(0.2, likeBy(slow, of)),
    at(0.5, likeBy(hasty, of, 'post.unliked')),
    at(0.6, likeBy(torn, of, 'post.unliked')),
    at(0.7, likeBy(torn, of)),
    at(5, likeBy(slow, of, 'post.unliked')),
    at(6, likeBy(slow, of)),
  ];
  for (let round = 0; round < 2; round += 1) {
    await world.tellMany(batch);
    const [row, ...others] = await readAll(author);
    expect(others).toEqual([]);
    expect(row).toMatchObject({ kind: 'like', count: 2, latestAt: batch[5]?.occurredAt });
    expect(row?.actors.map(({ id }) => id)).toEqual([torn.id, slow.id]);
  }
  expect(world.signalled).not.toContain(hasty.id);
});

test('a batch that only undoes what it did tells nobody that there is something', async () => {
  await using world = await startNotifications();
  const [author, fan] = [world.join(), world.join()];
  const of = { author, postId: newId() };
  await world.tellMany([at(0, likeBy(fan, of)), at(0.1, likeBy(fan, of, 'post.unliked'))]);
  expect(world.signalled).toEqual([]);
  expect(await readAll(author)).toEqual([]);
});

test('a burst within a batch becomes one row, as it does over several', async () => {
  await using world = await startNotifications();
  const [author, fan] = [world.join(), world.join()];
  const burst = Array.from({ length: 10 }, (_, minute) =>
    at(minute, likeBy(fan, { author, postId: newId() })),
  );
  await world.tellMany(burst.slice(0, 2));
  await world.tellMany(burst.slice(2));
  expect((await readAll(author)).map(briefOf)).toEqual([
    'like by 1, 7',
    'like by 1, 1',
    'like by 1, 1',
    'like by 1, 1',
  ]);
});

test('whoever asked to hear of an author hears of each post of a batch, who ended that of none', async () => {
  await using world = await startNotifications();
  const [author, fan, former] = [world.join(), world.join(), world.join()];
  world.setClock(-1);
  for (const { id, api } of [fan, former]) {
    world.members.follow(id, author.id);
    await api.notification.subscribe.mutate({ memberId: author.id });
  }
  await world.tellMany([
    at(0, followBy(former, author, 'member.unfollowed')),
    at(1, postBy(author)),
    at(2, postBy(author)),
    at(3, postBy(author, newId(), { visibility: 'PRIVATE' })),
  ]);
  expect((await readAll(fan)).map(briefOf)).toEqual(['post by 1, 2']);
  expect(await readAll(former)).toEqual([]);
});

test('any events in any batches end as they do one by one, told again or not, whatever is wanted since', async () => {
  const members = createTestMembers();
  await using single = await startNotifications(members);
  await using many = await startNotifications(members);
  many.deps.db.narrowsBySets = () => Promise.resolve(true);
  const facts = fc.array(
    fc.record({
      kind: fc.nat({ max: 19 }),
      actor: fc.nat({ max: 2 }),
      other: fc.nat({ max: 2 }),
      text: fc.nat({ max: 4 }),
      gap: fc.constantFrom(0, 0.2, 0.9, 3, 25),
    }),
    { minLength: 1, maxLength: 40 },
  );
  const source = fc.constantFrom('everyone' as const, 'nobody' as const);
  const wanted = fc.record({
    like: source,
    comment: source,
    reply: source,
    mention: source,
    follow: source,
  });
  const size = fc.integer({ min: 1, max: 12 });
  const property = fc.asyncProperty(facts, size, wanted, async (list, size, wanted) => {
    const people = Array.from({ length: 3 }, () => single.join());
    for (const { id } of people) {
      for (const { deps } of [single, many]) await setPreferences(deps, id, wanted);
    }
    const texts = Array.from({ length: 5 }, () => newId());
    let minute = 0;
    const events = list.map(({ gap, ...fact }, index): DomainEvent => {
      minute += gap;
      return at(minute, toFact(fact, people, texts), index + 1);
    });
    for (const event of events) await single.tellMany([event]);
    const chunks = Array.from({ length: Math.ceil(events.length / size) }, (_, index) =>
      events.slice(index * size, (index + 1) * size),
    );
    for (const chunk of chunks) await many.tellMany(chunk);
    const ids = people.map(({ id }) => id);
    expect(await toldTo(many, ids)).toEqual(await toldTo(single, ids));
    // What one of them wants to hear of by now makes no news of what happened before.
    for (const { id } of people) {
      await setPreferences(many.deps, id, everyone);
      for (const { id: authorId } of people) {
        members.follow(id, authorId);
        await subscribe(many.deps, { memberId: id, authorId });
      }
    }
    // The last that was not yet said to be done comes again after a crash.
    await single.tellMany(chunks.at(-1) ?? []);
    await many.tellMany(chunks.at(-1) ?? []);
    expect(await toldTo(many, ids)).toEqual(await toldTo(single, ids));
  });
  await fc.assert(property, searchOf(25));
});

test('the questions to MongoDB and to member do not grow with the batch', async () => {
  const members = createTestMembers();
  const url = `${testMongoUrl()}?monitorCommands=true`;
  await using world = await startNotifications(members, { MONGODB_URL: url });
  const client = (await world.deps.db.db()).client;
  // As on MongoDB; the server of a development machine has to be asked for each of some keys.
  world.deps.db.narrowsBySets = () => Promise.resolve(true);
  const asked: string[] = [];
  client.on('commandStarted', ({ commandName }) => void asked.push(commandName));
  const questionsOf = async (size: number): Promise<{ stores: number; member: number }> => {
    const events = Array.from({ length: size }, (_, index) => {
      const [author, fan, postId] = [world.join(), world.join(), newId()];
      return [
        at(index / 100, postBy(author, postId, { mentionedIds: [fan.id] })),
        at(index / 100, likeBy(fan, { author, postId })),
        at(index / 100, commentBy(fan, { author, postId })),
        at(index / 100, likeBy(fan, { author, postId }, 'post.unliked'), 2),
        at(index / 100, followBy(fan, author)),
      ];
    }).flat();
    asked.length = 0;
    const before = members.state.relationshipQuestions;
    await world.tellMany(events);
    return { stores: asked.length, member: members.state.relationshipQuestions - before };
  };
  // The first makes the indexes.
  await questionsOf(1);
  const few = await questionsOf(2);
  const more = await questionsOf(40);
  expect(more).toEqual(few);
  expect(few.member).toBe(1);
  expect(few.stores).toBeLessThanOrEqual(12);
});

test('an event that cannot be handled is laid down alone; what stands before and behind it in the batch is told', async () => {
  const mongoUrl = testMongoUrl();
  const members = createTestMembers();
  const [author, cursed] = [members.add(), members.add()];
  const port = {
    ...members.port,
    relationships: async (pairs: Parameters<typeof members.port.relationships>[0]) => {
      if (pairs.some(({ memberId }) => memberId === cursed)) throw new Error('cursed');
      return members.port.relationships(pairs);
    },
  };
  const env = { KAFKA_BROKERS: stores().kafkaBrokers, MONGODB_URL: mongoUrl };
  await using activity = await startTestActivity(env, { members: port });
  await using deadLetters = createDeadLetters({ mongoUrl, log });
  const of = { author: activity.newMember(author), postId: newId() };
  const fans = Array.from({ length: 20 }, (_, index) =>
    activity.newMember(index === 10 ? cursed : members.add()),
  );
  await publish(
    activity.topic,
    fans.map((fan, index) => at(index / 100, likeBy(fan, of))),
  );
  await vi.waitFor(async () => {
    expect((await readAll(of.author)).map(briefOf)).toEqual(['like by 19, 19']);
    const letters = await deadLetters.list({ group: `notifications-${activity.topic}` });
    expect(letters).toMatchObject([{ errorMessage: 'cursed', attempts: 4 }]);
  }, soon);
});

type Fact = { kind: number; actor: number; other: number; text: number };
type Person = ReturnType<World['join']>;

/** The first of the people has written all texts; the kinds that happen most often come most often. */
function toFact({ kind, actor, other, text }: Fact, people: Person[], texts: string[]) {
  const [author, who, whom] = [people[0], people[actor], people[other]];
  const postId = texts[text];
  if (!author || !who || !whom || postId === undefined) throw new Error('out of reach');
  const of = { author, postId };
  const post = postBy(author, postId, { mentionedIds: [whom.id] });
  switch (kind) {
    case 0:
      return post;
    case 1:
      return editOf(post, { mentionedIds: [who.id], version: 2 + other });
    case 2:
      return deletionOf(author, texts[4] ?? postId);
    case 3:
      return followBy(who, whom);
    case 4:
      return grantOf(who, whom, [true, false, null][text % 3]);
    case 5:
      return followBy(who, whom, 'member.unfollowed');
    case 6:
      return followBy(who, whom, 'member.follow_requested');
    case 7:
      return followBy(who, whom, 'member.follow_request_withdrawn');
    case 8:
    case 9:
    case 10: {
      // The same comment when it comes again.
      const id = `${postId.slice(0, -2)}c${actor}`;
      return commentBy(who, { ...of, id, mentionedIds: [whom.id] });
    }
    case 11:
    case 12:
    case 13:
      return likeBy(who, of, 'post.unliked');
    default:
      return likeBy(who, of);
  }
}

async function toldTo(world: World, recipientIds: string[]): Promise<unknown[]> {
  const notifications = await world.deps.db.notifications.toRead();
  // When each was told differs from one run to the next.
  return notifications
    .find({ recipientId: { $in: recipientIds } }, { projection: { toldAt: 0 } })
    .sort({ _id: 1 })
    .toArray();
}
