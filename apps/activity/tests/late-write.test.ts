import { newId } from '@dailyfeed/service-kit/id';
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';

import type { StoredActivity } from '../src/db/client.ts';
import type { StoredExcerpt } from '../src/db/excerpts.ts';
import type { StoredNotification } from '../src/db/notifications.ts';
import { recordActivities } from '../src/domain/activity.ts';
import { followMember } from '../src/domain/stream.ts';
import type { Member } from './_harness.ts';
import {
  at,
  briefOf,
  commentBy,
  commentLikeBy,
  deletionOf,
  hidingOf,
  likeBy,
  postBy,
  readAll,
  restorationOf,
  startNotifications,
  type World,
} from './_notifications.ts';

/*
 * A store may carry out an insert that its client has given up, after what it tells of was deleted or hidden: each of these
 * writes such a document behind that.
 */

let world: World;
let author: Member;
let fan: Member;
beforeAll(async () => {
  world = await startNotifications();
});
beforeEach(() => {
  [author, fan] = [world.join(), world.join()];
  world.members.follow(fan.id, author.id);
});
afterAll(() => world[Symbol.asyncDispose]());

test('what is told behind the hiding of its post nobody is shown, nor counted, until the post is shown again', async () => {
  const post = postBy(author, newId(), { mentionedIds: [fan.id] });
  await world.tell(post);
  const late = await toldOf(fan);
  expect(late).toHaveLength(1);
  await world.tell(hidingOf(post), 1);
  await write(late);
  expect(await readAll(fan)).toEqual([]);
  expect(await fan.api.notification.unread.query()).toEqual({ count: 0 });
  expect(await firstOnStream(fan)).toEqual({ type: 'unread', count: 0 });

  await world.tell(restorationOf(post), 2);
  expect((await readAll(fan)).map(briefOf)).toEqual(['mention by 1, 1']);
  expect(await fan.api.notification.unread.query()).toEqual({ count: 1 });
});

test('what is told behind the deletion of its post is not shown, and leaves the others of its row', async () => {
  const posts = [0, 1].map(() => postBy(author));
  world.setClock(-2);
  await fan.api.notification.subscribe.mutate({ memberId: author.id });
  world.setClock(null);
  for (const [minute, post] of posts.entries()) await world.tell(post, minute);
  const late = await toldOf(fan);
  expect((await readAll(fan)).map(briefOf)).toEqual(['post by 1, 2']);
  await world.tell(deletionOf(author, posts[1]?.data.postId ?? ''), 2);
  await write(late.filter(({ postId }) => postId === posts[1]?.data.postId));
  const rows = await readAll(fan);
  expect(rows.map(briefOf)).toEqual(['post by 1, 1']);
  expect(rows[0]?.postId).toBe(posts[0]?.data.postId);
});

test('of what moderation hides its author keeps what they heard before, and nobody else', async () => {
  const post = postBy(author);
  const of = { author, postId: post.data.postId };
  const [own, other] = [commentBy(author, of), commentBy(fan, of)];
  const told = [likeBy(fan, of), other, commentLikeBy(fan, own), commentLikeBy(author, other)];
  for (const event of told) await world.tell(event);
  const late = await toldOf(fan);
  expect(late.map(({ kind }) => kind)).toEqual(['like']);
  const heard = (await readAll(author)).map(briefOf).toSorted();
  expect(heard).toEqual(['comment by 1, 1', 'like by 1, 1', 'like by 1, 1']);
  await world.tell(hidingOf(post), 1);
  await write(late);
  expect(await readAll(fan)).toEqual([]);
  expect((await readAll(author)).map(briefOf).toSorted()).toEqual([
    ...heard,
    'text_hidden by 0, 1',
  ]);
});

test('of a comment that moderation hides the post’s author is shown nothing, and its own all they heard before', async () => {
  const of = { author, postId: newId() };
  const comment = commentBy(fan, of);
  await world.tell(comment);
  await world.tell(commentLikeBy(author, comment));
  const late = await toldOf(author);
  await world.tell(hidingOf(comment), 1);
  await write(late);
  expect(await readAll(author)).toEqual([]);
  expect((await readAll(fan)).map(briefOf)).toEqual(['text_hidden by 0, 1', 'like by 1, 1']);
});

test('a page is as full as it was without what is hidden', async () => {
  const posts = Array.from({ length: 30 }, () =>
    // Of one member they would be one row.
    postBy(world.join(), newId(), { mentionedIds: [fan.id] }),
  );
  await world.tellMany(posts.map((post, minute) => at(minute, post)));
  const late = await toldOf(fan);
  const hidden = posts.filter((_, index) => index % 3 === 0);
  for (const post of hidden) await world.tell(hidingOf(post), 40);
  const hiddenIds = new Set<string | null>(hidden.map(({ data }) => data.postId));
  await write(late.filter(({ postId }) => hiddenIds.has(postId)));
  const page = await fan.api.notification.list.query({ limit: 10 });
  expect(page.items).toHaveLength(10);
  const shown = posts.map(({ data }) => data.postId).filter((id) => !hiddenIds.has(id));
  expect((await readAll(fan, 10)).map(({ postId }) => postId)).toEqual(shown.toReversed());
  expect(await fan.api.notification.unread.query()).toEqual({ count: shown.length });
});

test('what a member has taken out of their story neither they nor who follows them is shown', async () => {
  const [like, other] = [0, 1].map((minute) => {
    return at(minute, likeBy(author, { author: world.join(), postId: newId() }));
  });
  if (!like || !other) throw new Error('two were made');
  await recordActivities(world.deps, [like, other]);
  const activities = await world.deps.db.activities.toRead();
  const late = await activities.find<StoredActivity>({ _id: like.id }).toArray();
  await author.api.activity.hide.mutate({ id: like.id });
  await activities.insertMany(late);
  const idsOf = ({ items }: { items: { id: string }[] }) => items.map(({ id }) => id);
  expect(idsOf(await author.api.activity.mine.query({}))).toEqual([other.id]);
  expect(idsOf(await fan.api.activity.following.query({}))).toEqual([other.id]);
});

test('the words of a post that is deleted are not in its author’s story', async () => {
  const post = postBy(author, newId(), { text: 'deleted words' });
  const created = at(0, post);
  await recordActivities(world.deps, [created]);
  await world.tellMany([created]);
  const excerpts = await world.deps.db.excerpts.toRead();
  const late = await excerpts.find<StoredExcerpt>({ textId: post.data.postId }).toArray();
  expect(late).toHaveLength(1);
  await world.tell(deletionOf(author, post.data.postId), 1);
  await excerpts.insertMany(late);
  const { items } = await author.api.activity.mine.query({});
  expect(items).toMatchObject([{ id: created.id, excerpt: '' }]);
});

async function toldOf({ id: recipientId }: Member): Promise<StoredNotification[]> {
  const notifications = await world.deps.db.notifications.toRead();
  return notifications.find({ recipientId }).toArray();
}

async function write(late: StoredNotification[]): Promise<void> {
  const notifications = await world.deps.db.notifications.toRead();
  await notifications.insertMany(late);
}

async function firstOnStream({ id: memberId }: Member): Promise<unknown> {
  const left = new AbortController();
  for await (const message of followMember(world.deps, { memberId, signal: left.signal })) {
    left.abort();
    return message;
  }
  return undefined;
}
