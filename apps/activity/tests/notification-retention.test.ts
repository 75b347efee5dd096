import { createDeadLetters } from '@dailyfeed/events/dead-letters';
import type { NewEvent } from '@dailyfeed/events/new-event';
import { newId } from '@dailyfeed/service-kit/id';
import { expect, test } from 'vitest';

import { recordActivities } from '../src/domain/activity.ts';
import { createPruneEventsJob } from '../src/jobs/prune-events.ts';
import { log, type Member, testMongoUrl } from './_harness.ts';
import {
  at,
  briefOf,
  commentBy,
  deletionOf,
  editOf,
  hidingOf,
  likeBy,
  noon,
  postBy,
  readAll,
  restorationOf,
  startNotifications,
  type World,
} from './_notifications.ts';

const dayMinutes = 24 * 60;
const { signal } = new AbortController();

test('the words of what moderation hides do not come back with an edit, however long it has been hidden', async () => {
  await using world = await startNotifications();
  const [author, reader, fan] = [world.join(), world.join(), world.join()];
  world.members.follow(reader.id, author.id);
  world.members.follow(reader.id, fan.id);
  const post = postBy(author, newId(), { text: 'first words' });
  await happen(world, post, { minute: 0, version: 1 });
  await happen(world, hidingOf(post), { minute: 1, version: 2 });
  await prune(world, { days: 3 });

  const mention = { text: 'secret words', mentionedIds: [reader.id], hidden: true };
  await happen(world, editOf(post, mention), { minute: 4 * dayMinutes, version: 3 });
  await happen(world, likeBy(fan, { author, postId: post.data.postId }), {
    minute: 4 * dayMinutes,
    version: 4,
  });
  expect(await followingOf(reader)).toEqual([]);
  expect((await readAll(reader)).map(briefOf)).toEqual([]);

  const shown = { ...post, data: { ...post.data, ...mention, version: 2, hidden: false } };
  await happen(world, restorationOf(shown), { minute: 5 * dayMinutes, version: 5 });
  expect(await followingOf(reader)).toEqual(['secret words', 'secret words']);
  expect((await readAll(reader)).map(briefOf)).toEqual(['mention by 1, 1']);
  // Delivered again much later, the hiding is still before its end. The words have gone with the time.
  await prune(world, { days: 9 });
  await happen(world, hidingOf(post), { minute: 1, version: 2 });
  await happen(world, likeBy(fan, { author, postId: post.data.postId }), {
    minute: 9 * dayMinutes,
    version: 6,
  });
  expect(await followingOf(reader)).toEqual(['']);
});

test('what moderation did is remembered once for each text, and goes with it, whichever event comes first', async () => {
  await using world = await startNotifications();
  const [author, guest] = [world.join(), world.join()];
  const post = postBy(author);
  const { postId } = post.data;
  const [comment, other] = [0, 1].map(() => commentBy(guest, { author, postId }));
  if (!comment || !other) throw new Error('two were made');
  for (const [index, text] of [post, comment, other].entries()) {
    for (let round = 0; round < 3; round += 1) {
      const version = 10 * index + 2 * round;
      await happen(world, hidingOf(text), { minute: 1, version: version + 1 });
      await happen(world, restorationOf(text), { minute: 2, version: version + 2 });
    }
  }
  await happen(world, hidingOf(other), { minute: 3, version: 40 });
  expect(await remembered(world)).toBe(4);

  await happen(world, { ...comment, type: 'comment.deleted' }, { minute: 4, version: 41 });
  expect(await remembered(world)).toBe(3);
  await happen(world, deletionOf(author, postId), { minute: 5, version: 42 });
  expect(await remembered(world)).toBe(0);
  await happen(world, hidingOf(other), { minute: 3, version: 40 });
  await happen(world, restorationOf(comment), { minute: 3, version: 39 });
  expect(await remembered(world)).toBe(0);
});

/** A fact, as stories and as those who are told of it see it; what is hidden twice is two documents. */
async function happen(
  world: World,
  fact: NewEvent,
  { minute, version }: { minute: number; version: number },
): Promise<void> {
  const event = at(minute, fact, version);
  await recordActivities(world.deps, [event]);
  await world.tellMany([event]);
}

/** As so many days after noon, with stories kept for a day. */
async function prune(world: World, { days }: { days: number }): Promise<void> {
  await using deadLetters = createDeadLetters({ mongoUrl: testMongoUrl(), log });
  const now = () => new Date(noon + days * dayMinutes * 60_000);
  await createPruneEventsJob({ db: world.deps.db, deadLetters, retentionDays: 1, now }).run(signal);
}

async function followingOf({ api }: Member): Promise<string[]> {
  const { items } = await api.activity.following.query({});
  return items.map(({ excerpt }) => excerpt);
}

async function remembered(world: World): Promise<number> {
  const tombstones = await world.deps.db.tombstones.toRead();
  return tombstones.countDocuments({ _id: { $regex: /^(?:hidden|shown):/ } });
}
