import type { Visibility } from '@dailyfeed/contract/member';
import { SecurityNotice } from '@dailyfeed/contract/notification';
import { newId } from '@dailyfeed/service-kit/id';
import { expect, test } from 'vitest';

import type { Member } from './_harness.ts';
import {
  at,
  briefOf,
  commentBy,
  editOf,
  followBy,
  likeBy,
  postBy,
  readAll,
  startNotifications,
} from './_notifications.ts';

test('whom a text names hears of it once, and of an edit that names them; not once it names them no more', async () => {
  await using world = await startNotifications();
  const [author, ann, bob] = [world.join(), world.join(), world.join()];
  const post = postBy(author, newId(), { mentionedIds: [ann.id, author.id] });
  await world.tell(post);
  expect(await kindsOf(ann)).toEqual(['mention by 1, 1']);
  expect(await kindsOf(author)).toEqual([]);

  await world.tell(editOf(post, { mentionedIds: [bob.id] }), 10);
  expect(await kindsOf(ann)).toEqual([]);
  expect(await kindsOf(bob)).toEqual(['mention by 1, 1']);
});

test('whom a text named while nobody could say who that is hears of it as well; an event waits for the answer', async () => {
  await using world = await startNotifications();
  const [author, ann, bob] = [world.join(), world.join(), world.join()];
  const unresolvedHandles = [world.members.handleOf(bob.id), 'nobody_has_this'];
  const post = postBy(author, newId(), { mentionedIds: [ann.id], unresolvedHandles });
  world.members.state.isAway = true;
  await expect(world.tell(post)).rejects.toMatchObject({ code: 'UPSTREAM_UNAVAILABLE' });
  world.members.state.isAway = false;
  await world.tell(post);
  expect(await kindsOf(ann)).toEqual(['mention by 1, 1']);
  expect(await kindsOf(bob)).toEqual(['mention by 1, 1']);
  await world.tell(editOf(post, { mentionedIds: [], unresolvedHandles }), 10);
  expect([await kindsOf(ann), await kindsOf(bob)]).toEqual([[], ['mention by 1, 1']]);
});

test('an answer that also names who is answered is told as the answer only', async () => {
  await using world = await startNotifications();
  const [author, reader] = [world.join(), world.join()];
  const [postId, id] = [newId(), newId()];
  const parent = { id, author };
  const comment = commentBy(reader, { author, postId, parent, mentionedIds: [author.id] });
  await world.tell(comment);
  await world.tell({ ...comment, type: 'comment.edited', data: { ...comment.data, version: 2 } });
  expect(await kindsOf(author)).toEqual(['reply by 1, 1']);
});

test('a liked comment is told to who wrote it, a deleted one takes that along', async () => {
  await using world = await startNotifications();
  const [author, reader, fan] = [world.join(), world.join(), world.join()];
  const [postId, commentId] = [newId(), newId()];
  const subject = { kind: 'comment', id: commentId } as const;
  const shared = { commentId, postId, postAuthorId: author.id };
  await world.tell(commentBy(reader, { author, postId, id: commentId }));
  await world.tell({
    type: 'comment.liked',
    actorId: fan.id,
    subject,
    data: { ...shared, commentAuthorId: reader.id, memberId: fan.id },
  });
  const [row] = await readAll(reader);
  const target = { kind: 'comment', id: commentId };
  expect(row).toMatchObject({ kind: 'like', target, postId, commentId });
  expect(row?.excerpt).toBe(`words of ${commentId}`);

  await world.tell({
    type: 'comment.deleted',
    actorId: author.id,
    subject,
    data: { ...shared, parentId: null, authorId: reader.id, version: 2 },
  });
  expect(await kindsOf(reader)).toEqual([]);
  expect(await kindsOf(author)).toEqual([]);
});

test('what moderation hides is told to nobody but its author, and is told again once it is shown', async () => {
  await using world = await startNotifications();
  const [author, ann, fan] = [world.join(), world.join(), world.join()];
  world.members.follow(ann.id, author.id);
  const post = postBy(author, newId(), { mentionedIds: [ann.id] });
  const { postId } = post.data;
  const subject = { kind: 'post', id: postId } as const;
  const event = { subject, actorId: null };
  await world.tell(post);
  await world.tell(likeBy(fan, { author, postId }));
  expect(await kindsOf(ann)).toEqual(['mention by 1, 1']);
  const hidden = { postId, authorId: author.id, version: 1 };
  await world.tell({ ...event, type: 'post.hidden', data: hidden }, 1);
  // Delivered late, or written while it is hidden.
  await world.tell(post);
  await world.tell(editOf(post, { mentionedIds: [ann.id], hidden: true }), 2);
  expect(await kindsOf(ann)).toEqual([]);
  expect(await kindsOf(author)).toEqual(['text_hidden by 0, 1', 'like by 1, 1']);
  await world.tell({ ...event, type: 'post.unhidden', data: { ...post.data, version: 2 } }, 3);
  expect(await kindsOf(ann)).toEqual(['mention by 1, 1']);
  expect(await kindsOf(author)).toEqual(['like by 1, 1']);
});

test('what happens to an account is told to its owner, each time, whatever they want to hear of', async () => {
  await using world = await startNotifications();
  const [owner, other] = [world.join(), world.join()];
  world.members.block(owner.id, other.id);
  const nobody = { like: 'nobody', comment: 'nobody', reply: 'nobody' } as const;
  await owner.api.notification.setPreferences.mutate({
    ...nobody,
    mention: 'nobody',
    follow: 'nobody',
  });
  const subject = { kind: 'member', id: owner.id } as const;
  const noticed = (notice: SecurityNotice, minute: number) =>
    at(minute, {
      type: 'member.security_noticed',
      actorId: null,
      subject,
      data: { memberId: owner.id, notice },
    });
  const events = SecurityNotice.options.map((notice, minute) => noticed(notice, minute));
  await world.tellMany(events);
  // Delivered again, and one of another device.
  await world.tellMany([...events, noticed('new_device', 30)]);
  expect((await kindsOf(owner)).toSorted()).toEqual(
    [
      'new_device by 0, 2',
      ...SecurityNotice.options.slice(1).map((notice) => `${notice} by 0, 1`),
    ].toSorted(),
  );
  expect(await owner.api.notification.unread.query()).toEqual({ count: 6 });
  expect(world.signalled).toContain(owner.id);
  expect(await kindsOf(other)).toEqual([]);
});

test('a request that is withdrawn leaves nothing, however late', async () => {
  await using world = await startNotifications();
  const [fan, star] = [world.join(), world.join()];
  await world.tell(followBy(fan, star, 'member.follow_requested'), 0);
  await world.tell(followBy(fan, star, 'member.follow_request_withdrawn'), 300);
  expect(await kindsOf(star)).toEqual([]);
});

test.each<{ visibility: Visibility; isFollower: boolean; told: string[] }>([
  { visibility: 'PUBLIC', isFollower: false, told: ['mention by 1, 1'] },
  { visibility: 'FOLLOWERS', isFollower: true, told: ['mention by 1, 1'] },
  { visibility: 'FOLLOWERS', isFollower: false, told: [] },
  { visibility: 'PRIVATE', isFollower: true, told: [] },
])(
  'words of a $visibility account (followed: $isFollower) are told only to who may read them, then and later',
  async ({ visibility, isFollower, told }) => {
    await using world = await startNotifications();
    const [author, reader] = [world.join(), world.join()];
    if (isFollower) world.members.follow(reader.id, author.id);
    world.members.setVisibility(author.id, visibility);
    await world.tell(postBy(author, newId(), { mentionedIds: [reader.id] }));
    expect(await kindsOf(reader)).toEqual(told);
    world.members.setVisibility(author.id, 'PRIVATE');
    expect(await kindsOf(reader)).toEqual([]);
  },
);

async function kindsOf(member: Member): Promise<string[]> {
  return (await readAll(member)).map(briefOf);
}
