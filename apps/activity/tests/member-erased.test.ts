import type { NewEvent } from '@dailyfeed/events/new-event';
import { newId } from '@dailyfeed/service-kit/id';
import { afterAll, beforeAll, expect, test } from 'vitest';

import { recordActivities } from '../src/domain/activity.ts';
import { liked, type Member, oneOfEach, toEvent } from './_harness.ts';
import {
  commentBy,
  commentLikeBy,
  postBy,
  startNotifications,
  type World,
} from './_notifications.ts';

let world: World;
beforeAll(async () => {
  world = await startNotifications();
});
afterAll(() => world[Symbol.asyncDispose]());

test('nothing that names an erased member is left but the tombstone, also of what comes late or again', async () => {
  const [ann, bob] = [world.join(), world.join()];
  const events = await liveTogether(ann, bob);
  expect(await tracesOf(ann.id)).not.toEqual([]);

  await hear(erasedEvent(ann.id));
  expect(await tracesOf(ann.id)).toEqual(['notification_tombstones']);

  for (const event of [...events, erasedEvent(ann.id)]) await hear(event);
  expect(await tracesOf(ann.id)).toEqual(['notification_tombstones']);
});

test('what others did to others stays', async () => {
  const [ann, bob, cleo] = [world.join(), world.join(), world.join()];
  await liveTogether(ann, bob);
  await liveTogether(cleo, bob);
  await hear(erasedEvent(ann.id));
  const { items } = await cleo.api.activity.mine.query({ limit: 100 });
  expect(items.length).toBeGreaterThan(10);
  const told = await bob.api.notification.list.query({});
  expect(told.items.length).toBeGreaterThan(0);
  expect(JSON.stringify(told)).not.toContain(ann.id);
});

/** Everything the two can do to each other, and what each wants to hear of the other. */
async function liveTogether(one: Member, other: Member): Promise<NewEvent[]> {
  const post = postBy(other);
  const like: NewEvent = {
    type: 'post.liked',
    actorId: one.id,
    subject: post.subject,
    data: { postId: post.data.postId, postAuthorId: other.id, memberId: one.id },
  };
  const back: NewEvent = {
    ...like,
    actorId: other.id,
    data: { ...like.data, postAuthorId: one.id, memberId: other.id },
  };
  const follow = (by: Member, of: Member): NewEvent => ({
    type: 'member.followed',
    actorId: by.id,
    subject: { kind: 'member', id: of.id },
    data: { memberId: by.id, targetId: of.id },
  });
  // What is neither's doing, and names one for the post it stands under.
  const comment = commentBy(other, { author: one, postId: newId() });
  const events = [
    post,
    commentLikeBy(world.join(), comment),
    like,
    back,
    follow(one, other),
    follow(other, one),
    liked(one.id),
    ...oneOfEach(one.id, newId()),
  ];
  for (const event of events) await hear(event);
  await one.api.notification.markRead.mutate({ until: new Date().toISOString() });
  world.members.follow(one.id, other.id);
  world.members.follow(other.id, one.id);
  await other.api.notification.subscribe.mutate({ memberId: one.id });
  await one.api.notification.subscribe.mutate({ memberId: other.id });
  return events;
}

/** Hands an event to both groups, as the consumers do. */
async function hear(event: NewEvent): Promise<void> {
  await recordActivities(world.deps, [toEvent(event)]);
  await world.tell(event);
}

function erasedEvent(memberId: string): NewEvent {
  const subject = { kind: 'member', id: memberId } as const;
  return { type: 'member.erased', actorId: memberId, subject, data: { memberId } };
}

/** The collections in which a document names the member, wherever in it. */
async function tracesOf(memberId: string): Promise<string[]> {
  const db = await world.deps.db.db();
  const found: string[] = [];
  for (const { name } of await db.listCollections().toArray()) {
    const documents = await db.collection(name).find().toArray();
    if (documents.some((document) => JSON.stringify(document).includes(memberId))) found.push(name);
  }
  return found.toSorted();
}
