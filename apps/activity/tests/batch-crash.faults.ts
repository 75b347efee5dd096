import type { DomainEvent } from '@dailyfeed/contract/events';
import { newId } from '@dailyfeed/service-kit/id';
import type { Document } from 'mongodb';
import { afterAll, beforeAll, expect, test, vi } from 'vitest';

import type { ActivityDatabase } from '../src/db/client.ts';
import type { Store } from '../src/db/collection.ts';
import type { Deps } from '../src/deps.ts';
import { recordActivities } from '../src/domain/activity.ts';
import { notifyOfMany } from '../src/domain/notification-event.ts';
import type { Member } from './_harness.ts';
import {
  at,
  briefOf,
  commentBy,
  deletionOf,
  editOf,
  followBy,
  hidingOf,
  likeBy,
  postBy,
  readAll,
  startNotifications,
  type World,
} from './_notifications.ts';

vi.setConfig({ testTimeout: 300_000 });

let world: World;
beforeAll(async () => {
  world = await startNotifications();
});
afterAll(() => world[Symbol.asyncDispose]());

/** What the consumers of each group do with a batch. */
const handlers = { activity: recordActivities, notifications: notifyOfMany };

test.each(['activity', 'notifications'] as const)(
  'a batch of %s that ends between any two of its questions to the store, and is delivered again, has each effect once',
  async (group) => {
    const handleMany = handlers[group];
    const whole = await createScene();
    await handleMany(world.deps, whole.batch);
    const expected = await outcomeOf(whole);

    let isCutOff = true;
    let questions = 0;
    for (; isCutOff; questions += 1) {
      const scene = await createScene();
      const process = cutOffAfter(questions);
      const attempt = handleMany(process.deps, scene.batch);
      isCutOff = await attempt.then(
        () => false,
        () => process.wasCutOff(),
      );
      if (isCutOff) await handleMany(world.deps, scene.batch);
      expect({ questions, ...(await outcomeOf(scene)) }).toEqual({ questions, ...expected });
    }
    expect(questions).toBeGreaterThan(group === 'activity' ? 2 : 20);
  },
);

type Scene = { people: Record<'author' | 'fan' | 'hasty' | 'named', Member>; batch: DomainEvent[] };

/** People, and a batch that tells of something, undoes, edits, hides and deletes. */
async function createScene(): Promise<Scene> {
  const people = {
    author: world.join(),
    fan: world.join(),
    hasty: world.join(),
    named: world.join(),
  };
  const { author, fan, hasty, named } = people;
  world.members.follow(fan.id, author.id);
  world.setClock(0);
  await fan.api.notification.subscribe.mutate({ memberId: author.id });
  world.setClock(null);
  const post = postBy(author, newId(), { text: 'first words', mentionedIds: [named.id] });
  const of = { author, postId: post.data.postId };
  const comment = saying(commentBy(fan, of), 'an answer');
  const hidden = saying(commentBy(hasty, of), 'to be hidden');
  const short = postBy(author);
  const batch = [
    post,
    likeBy(fan, of),
    likeBy(hasty, of),
    likeBy(hasty, of, 'post.unliked'),
    comment,
    hidden,
    short,
    followBy(fan, author),
    editOf(post, { text: 'second words', mentionedIds: [hasty.id] }),
    hidingOf(hidden),
    deletionOf(author, short.data.postId),
  ].map((event, index) => at(index / 10, event, index + 1));
  return { people, batch };
}

function saying(comment: ReturnType<typeof commentBy>, text: string): typeof comment {
  return { ...comment, data: { ...comment.data, text } };
}

/** What everybody has been told, and has in their story. */
async function outcomeOf({ people }: Scene): Promise<Record<string, unknown>> {
  const entries = Object.entries(people).map(async ([name, member]) => {
    const rows = await readAll(member);
    const told = rows.map((row) => `${briefOf(row)}: ${row.excerpt}`);
    const { items } = await member.api.activity.mine.query({ limit: 100 });
    const story = items.map(({ type, excerpt }) => `${type}: ${excerpt}`);
    // Reading makes one line of what repeats itself.
    const [activities, notifications] = await Promise.all([
      world.deps.db.activities.toRead(),
      world.deps.db.notifications.toRead(),
    ]);
    const stored = [
      await activities.countDocuments({ actorId: member.id }),
      await notifications.countDocuments({ recipientId: member.id }),
    ];
    return [name, { told: told.toSorted(), story, stored }] as const;
  });
  return Object.fromEntries(await Promise.all(entries));
}

/** As a process that is killed has it: after so many questions the store hears nothing of it any more. */
function cutOffAfter(questions: number): { deps: Deps; wasCutOff(): boolean } {
  let asked = 0;
  const ask = <T>(open: () => Promise<T>): Promise<T> => {
    asked += 1;
    return asked > questions ? Promise.reject(new Error('killed')) : open();
  };
  const cut = <T extends Document>(store: Store<T>): Store<T> => ({
    toRead: () => ask(() => store.toRead()),
    toWrite: () => ask(() => store.toWrite()),
  });
  const { db } = world.deps;
  const cutDb: ActivityDatabase = {
    ...db,
    activities: cut(db.activities),
    notifications: cut(db.notifications),
    withheld: cut(db.withheld),
    excerpts: cut(db.excerpts),
    tombstones: cut(db.tombstones),
    settings: cut(db.settings),
    wishes: cut(db.wishes),
  };
  return { deps: { ...world.deps, db: cutDb }, wasCutOff: () => asked > questions };
}
