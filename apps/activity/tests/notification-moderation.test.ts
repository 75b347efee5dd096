import { newId } from '@dailyfeed/service-kit/id';
import { expect, test } from 'vitest';

import {
  at,
  briefOf,
  commentBy,
  deletionOf,
  hidingOf,
  likeBy,
  noon,
  postBy,
  readAll,
  restorationOf,
  startNotifications,
} from './_notifications.ts';

test('an author hears that a post is hidden, whatever they want to hear of, and nobody else does', async () => {
  await using world = await startNotifications();
  const [author, fan, postId] = [world.join(), world.join(), newId()];
  const post = postBy(author, postId, { text: 'Cheap watches', mentionedIds: [fan.id] });
  const nobody = { like: 'nobody', comment: 'nobody', reply: 'nobody' } as const;
  await author.api.notification.setPreferences.mutate({
    ...nobody,
    mention: 'nobody',
    follow: 'nobody',
  });
  await author.api.notification.muteThread.mutate({ postId });
  await world.tell(post);
  await world.tell(hidingOf(post), 1);
  expect(await readAll(author)).toEqual([
    {
      id: `text_hidden:${postId}:2026-11-21`,
      kind: 'text_hidden',
      actors: [],
      actorCount: 0,
      count: 1,
      target: { kind: 'post', id: postId },
      postId,
      commentId: null,
      excerpt: 'Cheap watches',
      latestAt: new Date(noon + 60_000).toISOString(),
      isRead: false,
    },
  ]);
  expect(await author.api.notification.unread.query()).toEqual({ count: 1 });
  expect(world.signalled).toContain(author.id);
  expect(await readAll(fan)).toEqual([]);
});

test('what was hidden and is shown again before its author has read of it was nothing', async () => {
  await using world = await startNotifications();
  const author = world.join();
  const post = postBy(author);
  for (let round = 0; round < 2; round += 1) {
    await world.tell(hidingOf(post), 1);
    expect(await author.api.notification.unread.query()).toEqual({ count: 1 });
    await world.tell(restorationOf(post), 2);
    expect(await readAll(author)).toEqual([]);
    expect(await author.api.notification.unread.query()).toEqual({ count: 0 });
  }
});

test('who has read that something is hidden hears of its return, and of the next time', async () => {
  await using world = await startNotifications();
  const author = world.join();
  const post = postBy(author);
  await world.tell(hidingOf(post), 1);
  const until = new Date(noon + 60_000).toISOString();
  await author.api.notification.markRead.mutate({ until });
  const again = [at(2, restorationOf(post)), at(3, hidingOf(post))] as const;
  await world.tellMany([again[0]]);
  // Delivered twice, it is told once.
  await world.tellMany([again[0]]);
  expect((await readAll(author)).map(({ kind, isRead }) => ({ kind, isRead }))).toEqual([
    { kind: 'text_restored', isRead: false },
  ]);
  await world.tellMany([again[1]]);
  await world.tellMany([again[1]]);
  expect((await readAll(author)).map(briefOf)).toEqual([
    'text_hidden by 0, 1',
    'text_restored by 0, 1',
  ]);
});

test('a hidden comment is told to who wrote it, also when the post is hidden, and a deleted one to nobody', async () => {
  await using world = await startNotifications();
  const [author, guest] = [world.join(), world.join()];
  const post = postBy(author);
  const { postId } = post.data;
  const comment = commentBy(guest, { author, postId });
  await world.tell(comment);
  await world.tell(hidingOf(comment), 1);
  await world.tell(hidingOf(post), 2);
  const rows = await readAll(guest);
  expect(rows).toMatchObject([
    { kind: 'text_hidden', postId, commentId: comment.data.commentId, count: 1 },
  ]);
  expect((await readAll(author)).map(({ kind, target }) => [kind, target.kind])).toEqual([
    ['text_hidden', 'post'],
  ]);
  await world.tell(deletionOf(author, postId), 3);
  expect([await readAll(author), await readAll(guest)]).toEqual([[], []]);
});

test('much that is hidden within the hour becomes one row', async () => {
  await using world = await startNotifications();
  const author = world.join();
  const hidings = Array.from({ length: 7 }, (_, minute) => at(minute, hidingOf(postBy(author))));
  await world.tellMany(hidings);
  expect((await readAll(author)).map(briefOf)).toEqual([
    'text_hidden by 0, 4',
    'text_hidden by 0, 1',
    'text_hidden by 0, 1',
    'text_hidden by 0, 1',
  ]);
  expect(await author.api.notification.unread.query()).toEqual({ count: 4 });
});

test('what others did to a hidden post is not told, what moderation did is', async () => {
  await using world = await startNotifications();
  const [author, fan] = [world.join(), world.join()];
  const post = postBy(author);
  await world.tell(hidingOf(post));
  await world.tell(likeBy(fan, { author, postId: post.data.postId }), 1);
  expect((await readAll(author)).map(briefOf)).toEqual(['text_hidden by 0, 1']);
});
