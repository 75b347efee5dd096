import { newId } from '@dailyfeed/service-kit/id';
import { expect, test } from 'vitest';

import { refusal } from './_harness.ts';
import {
  at,
  briefOf,
  commentBy,
  deletionOf,
  editOf,
  followBy,
  likeBy,
  noon,
  postBy,
  readAll,
  startNotifications,
} from './_notifications.ts';

test('a thousand likes of a post are one row that names the latest three', async () => {
  await using world = await startNotifications();
  const [author, postId] = [world.join(), newId()];
  await world.tell(postBy(author, postId, { text: 'First  snow' }));
  const fans = Array.from({ length: 1000 }, () => world.join());
  const likes = fans.map((fan, index) => at(index / 100, likeBy(fan, { author, postId })));
  // One alone, and the others as a consumer is given them.
  for (const size of [1, 99, 200, 200, 200, 200, 100]) {
    await world.tellMany(likes.splice(0, size));
  }

  const rows = await readAll(author);

  expect(rows).toEqual([
    {
      id: `like:${postId}:2026-11-21`,
      kind: 'like',
      actors: fans
        .slice(-3)
        .toReversed()
        .map((fan) => expect.objectContaining({ id: fan.id })),
      actorCount: 1000,
      count: 1000,
      target: { kind: 'post', id: postId },
      postId,
      commentId: null,
      excerpt: 'First snow',
      latestAt: new Date(noon + 9.99 * 60_000).toISOString(),
      isRead: false,
    },
  ]);
  expect(await author.api.notification.unread.query()).toEqual({ count: 1 });
});

test('words under a post that the recipient may not read are neither told nor, when that comes later, shown', async () => {
  await using world = await startNotifications();
  const [me, writer, owner] = [world.join(), world.join(), world.join()];
  const mine = { id: newId(), author: me };
  const told = { author: owner, postId: newId(), mentionedIds: [me.id] };
  await world.tell(commentBy(writer, told));
  await world.tell(commentBy(writer, { author: owner, postId: newId(), parent: mine }));
  expect((await readAll(me)).map(({ kind }) => kind)).toEqual(['reply', 'mention']);

  world.members.setVisibility(owner.id, 'PRIVATE');
  expect(await readAll(me)).toEqual([]);
  expect(await me.api.notification.unread.query()).toEqual({ count: 0 });
  await world.tell(commentBy(writer, { ...told, postId: newId() }));
  await world.tell(commentBy(writer, { author: owner, postId: newId(), parent: mine }));
  world.members.setVisibility(owner.id, 'PUBLIC');
  expect((await readAll(me)).map(({ kind }) => kind)).toEqual(['reply', 'mention']);
  expect((await readAll(me)).map(({ count }) => count)).toEqual([1, 1]);
});

test('a comment is told to the author of the post, a reply to the author of the comment, each once', async () => {
  await using world = await startNotifications();
  const [author, reader, other] = [world.join(), world.join(), world.join()];
  const [postId, id] = [newId(), newId()];
  await world.tell(commentBy(reader, { author, postId, id }));
  await world.tell(commentBy(other, { author, postId, parent: { id, author: reader } }), 1);
  await world.tell(commentBy(other, { author, postId, parent: { id: newId(), author } }), 2);

  expect((await readAll(author)).map(briefOf)).toEqual(['reply by 1, 1', 'comment by 2, 2']);
  const [reply, ...rest] = await readAll(reader);
  expect(rest).toEqual([]);
  expect(reply).toMatchObject({ kind: 'reply', target: { kind: 'comment', id }, postId });
  expect(reply?.excerpt).toMatch(/^words of /);
  expect(await readAll(other)).toEqual([]);
});

test('nobody is told of what they did themselves', async () => {
  await using world = await startNotifications();
  const [author, postId] = [world.join(), newId()];
  await world.tell(likeBy(author, { author, postId }));
  await world.tell(commentBy(author, { author, postId }));
  expect(await readAll(author)).toEqual([]);
});

test('what one member does in a burst becomes one row', async () => {
  await using world = await startNotifications();
  const [author, fan] = [world.join(), world.join()];
  for (let minute = 0; minute < 10; minute += 1) {
    await world.tell(likeBy(fan, { author, postId: newId() }), minute);
  }
  expect((await readAll(author)).map(briefOf)).toEqual([
    'like by 1, 7',
    'like by 1, 1',
    'like by 1, 1',
    'like by 1, 1',
  ]);
});

test('the same event again tells nothing new', async () => {
  await using world = await startNotifications();
  const [author, fan, postId] = [world.join(), world.join(), newId()];
  const events = [likeBy(fan, { author, postId }), commentBy(fan, { author, postId })];
  for (const event of [...events, ...events]) await world.tell(event);
  expect((await readAll(author)).map(briefOf).toSorted()).toEqual([
    'comment by 1, 1',
    'like by 1, 1',
  ]);
  expect(world.signalled).toHaveLength(2);
});

test('what is undone within a minute is taken back; what stood longer stays, and is told once', async () => {
  await using world = await startNotifications();
  const [author, hasty, slow] = [world.join(), world.join(), world.join()];
  const of = { author, postId: newId() };
  await world.tell(likeBy(hasty, of), 0);
  await world.tell(likeBy(hasty, of, 'post.unliked'), 0.9);
  await world.tell(followBy(hasty, author), 1);
  await world.tell(followBy(hasty, author, 'member.unfollowed'), 1.5);
  await world.tell(likeBy(slow, of), 2);
  await world.tell(likeBy(slow, of, 'post.unliked'), 4);
  await world.tell(likeBy(slow, of), 5);
  const rows = await readAll(author);
  expect(rows.map(briefOf)).toEqual(['like by 1, 1']);
  expect(rows[0]?.actors[0]?.id).toBe(slow.id);
});

test('what is undone at the end of its minute is taken back, and a moment later no more', async () => {
  await using world = await startNotifications();
  const [author, hasty, slow] = [world.join(), world.join(), world.join()];
  const of = { author, postId: newId() };
  const moment = 1 / 60_000;
  for (const [fan, minutes] of [
    [hasty, 1],
    [slow, 1 + moment],
  ] as const) {
    await world.tell(likeBy(fan, of), 2);
    await world.tell(likeBy(fan, of, 'post.unliked'), 2 + minutes);
    await world.tell(followBy(fan, author), 2);
    await world.tell(followBy(fan, author, 'member.unfollowed'), 2 + minutes);
  }
  const rows = await readAll(author);
  expect(rows.map(briefOf).toSorted()).toEqual(['follow by 1, 1', 'like by 1, 1']);
  expect(rows.map(({ actors }) => actors[0]?.id)).toEqual([slow.id, slow.id]);
});

test('a deleted post takes all that was told of it along, whichever of its events arrives first', async () => {
  await using world = await startNotifications();
  const [author, fan] = [world.join(), world.join()];
  const of = { author, postId: newId() };
  await world.tell(postBy(author, of.postId));
  await world.tell(commentBy(fan, of));
  await world.tell(deletionOf(author, of.postId));
  await world.tell(likeBy(fan, of));
  expect(await readAll(author)).toEqual([]);
});

test('an edited text is shown as it is now, late news of an earlier version or not', async () => {
  await using world = await startNotifications();
  const [author, fan, postId] = [world.join(), world.join(), newId()];
  const created = postBy(author, postId, { text: 'old words' });
  await world.tell(editOf(created, { text: 'new words' }));
  await world.tell(created);
  await world.tell(likeBy(fan, { author, postId }));
  expect((await readAll(author)).map((row) => row.excerpt)).toEqual(['new words']);
});

test('blocked and muted members are not heard of, before and after', async () => {
  await using world = await startNotifications();
  const [author, blocked, muted, back] = [world.join(), world.join(), world.join(), world.join()];
  const of = { author, postId: newId() };
  for (const fan of [blocked, muted, back]) await world.tell(likeBy(fan, of));
  world.members.block(author.id, blocked.id);
  world.members.mute(author.id, muted.id, null);
  world.members.mute(author.id, back.id, new Date(Date.now() - 1));
  const [row] = await readAll(author);
  expect(row?.actors.map((actor) => actor.id)).toEqual([back.id]);
  await world.tell(commentBy(muted, of));
  expect((await readAll(author)).map(briefOf)).toEqual(['like by 1, 1']);
});

test('who has gone is not named, and a row of nobody is not shown', async () => {
  await using world = await startNotifications();
  const [author, fan] = [world.join(), world.join()];
  await world.tell(likeBy(fan, { author, postId: newId() }));
  world.members.remove(fan.id);
  expect(await readAll(author)).toEqual([]);
  expect(await author.api.notification.unread.query()).toEqual({ count: 0 });
});

test('the bell counts as many rows as the list shows unread, whatever became of those who are in them', async () => {
  await using world = await startNotifications();
  const [author, reader, gone, silent] = [world.join(), world.join(), world.join(), world.join()];
  const postId = newId();
  await world.tell(commentBy(reader, { author, postId }));
  await world.tell(likeBy(gone, { author, postId }), 1);
  await world.tell(postBy(silent, newId(), { mentionedIds: [author.id] }), 2);
  expect(await author.api.notification.unread.query()).toEqual({ count: 3 });
  world.members.remove(gone.id);
  world.members.setVisibility(silent.id, 'PRIVATE');
  expect((await readAll(author)).map(briefOf)).toEqual(['comment by 1, 1']);
  expect(await author.api.notification.unread.query()).toEqual({ count: 1 });
});

test('every row comes exactly once when paged, however large the groups are', async () => {
  await using world = await startNotifications();
  const author = world.join();
  const posts = Array.from({ length: 12 }, () => newId());
  const fans = Array.from({ length: 30 }, () => world.join());
  for (const [index, fan] of fans.entries()) {
    const some = posts.filter((_, place) => (place + index) % 4 === 0);
    for (const postId of some.slice(0, 3)) {
      await world.tell(likeBy(fan, { author, postId }), index + posts.indexOf(postId) / 100);
    }
  }
  const whole = (await readAll(author, 100)).map((row) => row.id);
  const paged = (await readAll(author, 2)).map((row) => row.id);
  expect(new Set(whole).size).toBe(whole.length);
  expect(whole.length).toBeGreaterThanOrEqual(12);
  expect(paged).toEqual(whole);
});

test('a kind is a list of its own, whose cursors are of no use elsewhere', async () => {
  await using world = await startNotifications();
  const [author, fan] = [world.join(), world.join()];
  for (const postId of [newId(), newId()]) {
    await world.tell(likeBy(fan, { author, postId }));
    await world.tell(commentBy(fan, { author, postId }));
  }
  const { items, nextCursor } = await author.api.notification.list.query({
    kind: 'like',
    limit: 1,
  });
  expect(items.map((row) => row.kind)).toEqual(['like']);
  for (const cursor of [nextCursor, 'x', `${nextCursor ?? ''}=`]) {
    expect(await refusal(author.api.notification.list.query({ cursor }))).toEqual({
      code: 'CURSOR_INVALID',
      status: 400,
    });
  }
});

test("nobody sees another member's notifications, and visitors are refused", async () => {
  await using world = await startNotifications();
  const [author, fan, other] = [world.join(), world.join(), world.join()];
  await world.tell(likeBy(fan, { author, postId: newId() }));
  expect(await readAll(other)).toEqual([]);
  expect(await other.api.notification.unread.query()).toEqual({ count: 0 });
  const refused = { code: 'UNAUTHENTICATED', status: 401 };
  const { notification } = world.nobody;
  expect(await refusal(notification.list.query({}))).toEqual(refused);
  expect(await refusal(notification.unread.query())).toEqual(refused);
  expect(await refusal(notification.preferences.query())).toEqual(refused);
  const until = new Date().toISOString();
  expect(await refusal(notification.markRead.mutate({ until }))).toEqual(refused);
});

test('while member is away an event waits, and readers are told', async () => {
  await using world = await startNotifications();
  const [author, fan] = [world.join(), world.join()];
  world.members.state.isAway = true;
  const told = world.tell(likeBy(fan, { author, postId: newId() }));
  await expect(told).rejects.toMatchObject({ code: 'UPSTREAM_UNAVAILABLE' });
  expect(await refusal(author.api.notification.list.query({}))).toEqual({
    code: 'UPSTREAM_UNAVAILABLE',
    status: 503,
  });
});
