import type { FollowingActivity } from '@dailyfeed/contract/activity';
import type { DomainEvent } from '@dailyfeed/contract/events';
import type { NewEvent } from '@dailyfeed/events/new-event';
import { newId } from '@dailyfeed/service-kit/id';
import { expect, test } from 'vitest';

import { recordActivities } from '../src/domain/activity.ts';
import { type Member, refusal, toEvent } from './_harness.ts';
import {
  at,
  commentBy,
  commentLikeBy,
  deletionOf,
  editOf,
  followBy,
  likeBy,
  noon,
  postBy,
  startNotifications,
  type World,
} from './_notifications.ts';

test('what the people one follows did is shown newest first, with whose it was and how it reads at present', async () => {
  await using world = await startNotifications();
  const [me, friend, author, stranger] = [world.join(), world.join(), world.join(), world.join()];
  world.members.follow(me.id, friend.id);
  const of = { author, postId: newId() };
  const post = postBy(author, of.postId, { text: 'first words' });
  await happen(world, [
    post,
    likeBy(friend, of),
    commentBy(friend, of),
    editOf(post, { text: 'second words' }),
    followBy(friend, author),
    likeBy(stranger, of),
  ]);
  const items = await readAll(me);
  expect(items.map((item) => item.type)).toEqual([
    'member.followed',
    'comment.created',
    'post.liked',
  ]);
  expect(items[2]).toMatchObject({
    actor: { id: friend.id },
    owner: { id: author.id },
    postId: of.postId,
    excerpt: 'second words',
  });
});

test('what two did is shown in order, however long ago they did it, page by page', async () => {
  await using world = await startNotifications();
  world.setClock(0);
  const [me, ann, bob, author] = [world.join(), world.join(), world.join(), world.join()];
  for (const { id } of [ann, bob]) world.members.follow(me.id, id);
  const day = 24 * 60;
  // About the ends of what is looked at in one go, and long before.
  const minutes = [1, -1, 1 - day, -day, -day - 1, -8 * day, -9 * day, -64 * day, -65 * day];
  const all = [...minutes, -300 * day, -300 * day];
  const likes = all.map((minute, index) =>
    at(minute, likeBy(index % 2 === 0 ? ann : bob, { author, postId: newId() })),
  );
  await recordActivities(world.deps, likes);
  const inOrder = likes
    .toSorted((one, other) => (keyOf(one) < keyOf(other) ? 1 : -1))
    .map(({ id }) => id);
  for (const limit of [1, 2, 20]) {
    expect((await readAll(me, limit)).map(({ id }) => id)).toEqual(inOrder);
  }
});

test('a like that is taken back is told of, of a post as of a comment', async () => {
  await using world = await startNotifications();
  const [me, friend, author] = [world.join(), world.join(), world.join()];
  world.members.follow(me.id, friend.id);
  const of = { author, postId: newId() };
  const comment = commentBy(author, of);
  await happen(world, [
    postBy(author, of.postId),
    comment,
    likeBy(friend, of),
    likeBy(friend, of, 'post.unliked'),
    commentLikeBy(friend, comment),
    commentLikeBy(friend, comment, 'comment.unliked'),
  ]);
  expect((await readAll(me)).map(({ type }) => type)).toEqual([
    'comment.unliked',
    'comment.liked',
    'post.unliked',
    'post.liked',
  ]);
});

test('nothing is shown of whom, or of what, the reader may not see', async () => {
  await using world = await startNotifications();
  const me = world.join();
  const [friend, shy, blocked, muted] = [world.join(), world.join(), world.join(), world.join()];
  const [open, closed] = [world.join(), world.join()];
  for (const each of [friend, shy, blocked, muted]) world.members.follow(me.id, each.id);
  const gone = { author: open, postId: newId() };
  const kept = { author: open, postId: newId() };
  await happen(world, [
    likeBy(friend, { author: closed, postId: newId() }),
    likeBy(friend, gone),
    deletionOf(open, gone.postId),
    likeBy(friend, kept),
    likeBy(shy, kept),
    likeBy(blocked, kept),
    likeBy(muted, kept),
    followBy(friend, closed),
  ]);
  world.members.setVisibility(closed.id, 'FOLLOWERS');
  world.members.setVisibility(shy.id, 'PRIVATE');
  world.members.block(blocked.id, me.id);
  world.members.mute(me.id, muted.id, null);
  const items = await readAll(me);
  expect(items.map(({ actor, postId }) => [actor.id, postId])).toEqual([[friend.id, kept.postId]]);
});

test('a comment under a post that the reader may not read is not shown, whoever wrote or likes it', async () => {
  await using world = await startNotifications();
  const [me, friend, closed, open] = [world.join(), world.join(), world.join(), world.join()];
  world.members.follow(me.id, friend.id);
  const [hidden, shown] = [closed, open].map((author) => ({ author, postId: newId() }));
  if (!hidden || !shown) throw new Error('two were made');
  const comments = [commentBy(open, hidden), commentBy(open, shown)];
  const likes = comments.map((comment) => commentLikeBy(friend, comment));
  await happen(world, [...comments, ...likes, commentBy(friend, hidden)]);
  world.members.setVisibility(closed.id, 'PRIVATE');
  expect((await readAll(me)).map(({ postId }) => postId)).toEqual([shown.postId]);
});

test('what only concerns its doer is nobody else’s to read', async () => {
  await using world = await startNotifications();
  const [me, friend, other] = [world.join(), world.join(), world.join()];
  world.members.follow(me.id, friend.id);
  const own = { kind: 'member', id: friend.id } as const;
  await happen(world, [
    followBy(friend, other, 'member.blocked'),
    followBy(friend, other, 'member.unfollowed'),
    {
      type: 'member.muted',
      actorId: friend.id,
      subject: own,
      data: { memberId: friend.id, targetId: other.id, until: null },
    },
    {
      type: 'post.read',
      actorId: friend.id,
      subject: { kind: 'post', id: newId() },
      data: { postId: newId(), postAuthorId: other.id, memberId: friend.id, count: 1 },
    },
  ]);
  expect(await readAll(me)).toEqual([]);
});

test('paging to the end shows each visible activity once, hidden ones in between or not', async () => {
  await using world = await startNotifications();
  const [me, friend, open, closed] = [world.join(), world.join(), world.join(), world.join()];
  world.members.follow(me.id, friend.id);
  world.members.setVisibility(closed.id, 'PRIVATE');
  const likes = Array.from({ length: 40 }, (_, index) => {
    const author = index % 5 === 0 ? open : closed;
    return likeBy(friend, { author, postId: newId() });
  });
  await happen(world, likes);
  const shown = likes.filter((_, index) => index % 5 === 0).map(({ subject }) => subject.id);
  const paged = await readAll(me, 3);
  expect(paged.map((item) => item.subject.id)).toEqual(shown.toReversed());
});

test('a story says which texts somebody liked and read, as far as they may still read them', async () => {
  await using world = await startNotifications();
  const [me, author, closed] = [world.join(), world.join(), world.join()];
  const posts = [author, author, author, closed].map((by, index) => ({
    of: { author: by, postId: newId() },
    text: `words ${index}`,
  }));
  const comment = commentBy(author, { author, postId: posts[0]?.of.postId ?? '' });
  await happen(world, [
    ...posts.map(({ of, text }) => postBy(of.author, of.postId, { text })),
    comment,
    ...posts.map(({ of }) => likeBy(me, of)),
    commentLikeBy(me, comment),
    deletionOf(author, posts[1]?.of.postId ?? ''),
    {
      type: 'post.hidden',
      actorId: null,
      subject: { kind: 'post', id: posts[2]?.of.postId ?? '' },
      data: { postId: posts[2]?.of.postId ?? '', authorId: author.id, version: 1 },
    },
  ]);
  world.members.setVisibility(closed.id, 'PRIVATE');
  const read = async () =>
    (await me.api.activity.mine.query({})).items.map(({ type, excerpt }) => `${type}: ${excerpt}`);
  const bare = 'post.liked: ';
  expect(await read()).toEqual([
    `comment.liked: ${comment.data.text}`,
    bare,
    bare,
    bare,
    'post.liked: words 0',
  ]);
  // While nobody can say who may read what, what was done is told all the same.
  world.members.state.isAway = true;
  expect(await read()).toEqual(['comment.liked: ', bare, bare, bare, bare]);
});

test('what was taken out of a story is seen by nobody, comes the event again or not; only one’s own can be', async () => {
  await using world = await startNotifications();
  const [me, friend, author] = [world.join(), world.join(), world.join()];
  world.members.follow(me.id, friend.id);
  const event = toEvent(likeBy(friend, { author, postId: newId() }), new Date(noon));
  await recordActivities(world.deps, [event]);
  await me.api.activity.hide.mutate({ id: event.id });
  expect(await readAll(me)).toHaveLength(1);

  for (let again = 0; again < 2; again += 1) {
    await friend.api.activity.hide.mutate({ id: event.id });
    await recordActivities(world.deps, [event]);
    expect(await readAll(me)).toEqual([]);
    expect((await friend.api.activity.mine.query({})).items).toEqual([]);
  }
  const nobody = world.nobody.activity;
  const refused = { code: 'UNAUTHENTICATED', status: 401 };
  expect(await refusal(nobody.hide.mutate({ id: event.id }))).toEqual(refused);
  expect(await refusal(nobody.following.query({}))).toEqual(refused);
});

/** One fact a minute, for stories and for what is told of them. */
async function happen(world: World, facts: NewEvent[]): Promise<void> {
  for (const [minute, fact] of facts.entries()) {
    const event = toEvent(fact, new Date(noon + minute * 60_000));
    await recordActivities(world.deps, [event]);
    await world.tell(fact, minute);
  }
}

/** Orders events by when they happened, and those of one time by id. */
function keyOf({ occurredAt, id }: DomainEvent): string {
  return `${occurredAt} ${id}`;
}

async function readAll({ api }: Member, limit = 20): Promise<FollowingActivity[]> {
  const items: FollowingActivity[] = [];
  let cursor: string | null = null;
  do {
    const page: { items: FollowingActivity[]; nextCursor: string | null } =
      await api.activity.following.query({ limit, cursor });
    items.push(...page.items);
    cursor = page.nextCursor;
  } while (cursor !== null);
  return items;
}
