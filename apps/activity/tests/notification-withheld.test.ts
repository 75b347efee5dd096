import type { DomainEvent } from '@dailyfeed/contract/events';
import { newId } from '@dailyfeed/service-kit/id';
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';

import { notifyOfMany } from '../src/domain/notification-event.ts';
import type { Member } from './_harness.ts';
import {
  at,
  briefOf,
  commentBy,
  commentLikeBy,
  deletionOf,
  editOf,
  hidingOf,
  noon,
  postBy,
  readAll,
  restorationOf,
  startNotifications,
  type World,
} from './_notifications.ts';

let world: World;
let author: Member;
let guest: Member;
let fan: Member;
beforeAll(async () => {
  world = await startNotifications();
});
beforeEach(() => {
  [author, guest, fan] = [world.join(), world.join(), world.join()];
});
afterAll(() => world[Symbol.asyncDispose]());

test('what others were told of a post, and of what stands under it, is told again once it is shown, and once', async () => {
  const { post, comment, reply, like } = await discuss();
  const told = {
    author: ['comment by 2, 2'],
    guest: ['like by 1, 1', 'reply by 1, 1'],
    fan: ['mention by 1, 1', 'post by 1, 1'],
  };
  expect(await allTold()).toEqual(told);
  for (let round = 0; round < 2; round += 1) {
    const [hiding, restoration] = [at(5, hidingOf(post)), at(6, restorationOf(post))];
    await world.tellMany([hiding]);
    await world.tellMany([hiding]);
    // Delivered again, while it is hidden.
    await world.tellMany([post, comment, reply, like].map((event) => at(0, event)));
    expect(await allTold()).toMatchObject({ guest: [], fan: [] });
    world.signalled.length = 0;
    await world.tellMany([restoration]);
    await world.tellMany([restoration]);
    expect(await allTold()).toEqual(told);
    expect(new Set(world.signalled)).toEqual(new Set([author.id, guest.id, fan.id]));
  }
  expect(await withheldOf()).toBe(0);
});

test('what had been read comes back as it was, and what had not as news', async () => {
  const { post } = await discuss();
  await guest.api.notification.markRead.mutate({ until: new Date(noon + 60_000).toISOString() });
  await world.tell(hidingOf(post), 5);
  await guest.api.notification.markRead.mutate({ until: new Date(noon + 300_000).toISOString() });
  expect(await guest.api.notification.unread.query()).toEqual({ count: 0 });
  await world.tell(restorationOf(post), 6);
  const minutes = (await readAll(guest)).map(({ kind, isRead, latestAt }) => ({
    kind,
    isRead,
    minute: (Date.parse(latestAt) - noon) / 60_000,
  }));
  expect(minutes).toEqual([
    { kind: 'like', isRead: false, minute: 6 },
    { kind: 'reply', isRead: true, minute: 1 },
  ]);
});

test('what happens under a hidden post is told once it is shown, without what was undone, deleted or changed', async () => {
  const { post, comment } = await discuss();
  const { postId } = post.data;
  await world.tell(hidingOf(post), 5);
  const parent = { id: comment.data.commentId, author: guest };
  const [late, gone] = [0, 1].map(() => commentBy(fan, { author, postId, parent }));
  const other = commentBy(guest, { author, postId });
  if (!late || !gone) throw new Error('two were made');
  // Their events are of other keys: in whatever order they come.
  for (const event of [late, gone, other, commentLikeBy(fan, other)]) await world.tell(event, 4);
  await world.tell(commentLikeBy(fan, other, 'comment.unliked'), 4.5);
  await world.tell({ ...gone, type: 'comment.deleted' }, 4.5);
  await world.tell({ ...other, type: 'comment.edited', data: { ...other.data, version: 2 } }, 4.5);
  await world.tell(editOf(post, { mentionedIds: [], hidden: true }), 5);
  await world.tell(restorationOf(postBy(author, postId)), 6);
  expect(await allTold()).toMatchObject({
    guest: ['like by 1, 1', 'reply by 1, 2'],
    fan: ['post by 1, 1'],
  });
  expect(await withheldOf()).toBe(0);
});

test('a comment that is hidden for itself stays so when its post is shown again', async () => {
  const { post, reply } = await discuss();
  await world.tell(hidingOf(reply), 4);
  await world.tell(hidingOf(post), 5);
  await world.tell(restorationOf(post), 6);
  expect((await allTold()).guest).toEqual(['like by 1, 1']);
  await world.tell(restorationOf(reply), 7);
  expect((await allTold()).guest).toEqual(['like by 1, 1', 'reply by 1, 1']);
});

test('of what is deleted while it is hidden, and of who is erased, nothing comes back', async () => {
  const { post } = await discuss();
  await world.tell(hidingOf(post), 5);
  const subject = { kind: 'member', id: fan.id } as const;
  const data = { memberId: fan.id };
  await world.tell({ type: 'member.erased', actorId: fan.id, subject, data }, 6);
  const withheld = await world.deps.db.withheld.toRead();
  expect(JSON.stringify(await withheld.find().toArray())).not.toContain(fan.id);
  await world.tell(deletionOf(author, post.data.postId), 7);
  expect(await withheldOf()).toBe(0);
  await world.tell(restorationOf(post), 8);
  expect((await allTold()).guest).toEqual([]);
});

test('what is being told while its post is hidden, or shown again, is where it belongs in the end', async () => {
  const post = postBy(author);
  const { postId } = post.data;
  const comment = commentBy(guest, { author, postId });
  const parent = { id: comment.data.commentId, author: guest };
  const answer = () => at(0, commentBy(world.join(), { author, postId, parent }));
  await world.tellMany([at(0, post), at(0, comment)]);

  await tellAround(answer(), 'notifications', () => world.tell(hidingOf(post), 1));
  expect((await allTold()).guest).toEqual([]);
  await tellAround(answer(), 'withheld', () => world.tell(restorationOf(post), 2));
  expect((await allTold()).guest).toEqual(['reply by 2, 2']);
  expect(await withheldOf()).toBe(0);
});

/** Has something happen when an event has been looked at, and nothing been written to one collection yet. */
async function tellAround(
  event: DomainEvent,
  name: 'notifications' | 'withheld',
  happen: () => Promise<void>,
): Promise<void> {
  const { deps } = world;
  let happened: Promise<void> | undefined;
  const toWrite = async () => {
    await (happened ??= happen());
    return deps.db[name].toWrite();
  };
  const db = { ...deps.db, [name]: { ...deps.db[name], toWrite } };
  await notifyOfMany({ ...deps, db }, [event]);
  expect(happened).toBeDefined();
}

/** Guest comments on author's post, which names fan, who answers and likes it. */
async function discuss() {
  world.members.follow(fan.id, author.id);
  world.setClock(-2);
  await fan.api.notification.subscribe.mutate({ memberId: author.id });
  world.setClock(null);
  const post = postBy(author, newId(), { mentionedIds: [fan.id] });
  const { postId } = post.data;
  const comment = commentBy(guest, { author, postId });
  const parent = { id: comment.data.commentId, author: guest };
  const reply = commentBy(fan, { author, postId, parent });
  const like = commentLikeBy(fan, comment);
  for (const [minute, event] of [post, comment, reply, like].entries()) {
    await world.tell(event, minute - 1);
  }
  return { post, comment, reply, like };
}

/** What each is told, in short. */
async function allTold() {
  const toldOf = async (member: Member) => (await readAll(member)).map(briefOf).toSorted();
  return { author: await toldOf(author), guest: await toldOf(guest), fan: await toldOf(fan) };
}

async function withheldOf(): Promise<number> {
  return (await world.deps.db.withheld.toRead()).countDocuments();
}
