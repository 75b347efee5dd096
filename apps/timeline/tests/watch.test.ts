import { signalChannelOf } from '@dailyfeed/contract/signal';
import { newId } from '@dailyfeed/service-kit/id';
import { Redis } from 'ioredis';
import { afterAll, beforeAll, expect, inject, onTestFinished, test, vi } from 'vitest';

import { tellCounters } from '../src/domain/watch.ts';
import { type NewEvent, startEvents } from './_events.ts';
import type { TestTimeline } from './_harness.ts';

let events: Awaited<ReturnType<typeof startEvents>>;
let timeline: TestTimeline;
let publish: (event: NewEvent) => Promise<void>;
const waiting = { timeout: 45_000, interval: 50 };

beforeAll(async () => {
  events = await startEvents();
  ({ timeline, publish } = events);
});
afterAll(() => events[Symbol.asyncDispose]());

test('who has a post open hears of its counters, once a member, until the page is left or gone', async () => {
  const author = timeline.members.add();
  const [ann, bob] = [timeline.members.add(), timeline.members.add()];
  const id = await timeline.writePost(author);
  const heard: string[] = [];
  const listener = new Redis(inject('stores').redisUrl);
  onTestFinished(() => listener.disconnect());
  listener.on('message', (channel: string, message: string) => {
    heard.push(`${channel === signalChannelOf(ann) ? 'ann' : 'bob'} ${message}`);
  });
  await listener.subscribe(signalChannelOf(ann), signalChannelOf(bob));
  const page = (number: number) => ({ id, pageId: `page-${number}-of-one` });
  for (const number of [1, 2]) await timeline.as(ann).post.watch.mutate(page(number));
  // What came before it was to be told, a page learns when it asks.
  await timeline.likePost(id, ann);
  const counters = { postId: id, likeCount: 1, commentCount: 0 };
  expect(await timeline.as(bob).post.watch.mutate(page(3))).toEqual(counters);
  const like = async (likeCount: number) =>
    publish({
      type: 'post.liked',
      actorId: bob,
      subject: { kind: 'post', id },
      data: { postId: id, postAuthorId: author, memberId: bob, likeCount },
    });
  await like(1);
  const first = [`ann post:${id}:1:-`, `bob post:${id}:1:-`];
  await vi.waitFor(() => expect(heard.toSorted()).toEqual(first), waiting);

  // One of ann's two pages is still open.
  await timeline.as(ann).post.unwatch.mutate(page(1));
  await timeline.as(bob).post.unwatch.mutate(page(3));
  await like(2);
  await vi.waitFor(() => expect(heard).toContain(`ann post:${id}:2:-`), waiting);
  await timeline.as(ann).post.unwatch.mutate(page(2));
  await timeline.as(bob).post.watch.mutate(page(3));
  await like(3);
  await vi.waitFor(() => expect(heard).toContain(`bob post:${id}:3:-`), waiting);
  expect(heard.slice(2)).toEqual([`ann post:${id}:2:-`, `bob post:${id}:3:-`]);

  const closed = timeline.members.add();
  timeline.members.setVisibility(closed, 'PRIVATE');
  const unseen = { id: await timeline.writePost(closed), pageId: 'page-of-a-stranger' };
  await expect(timeline.as(bob).post.watch.mutate(unseen)).rejects.toMatchObject({
    data: { appCode: 'POST_NOT_FOUND' },
  });
  await expect(timeline.anyone.post.watch.mutate(page(5))).rejects.toMatchObject({
    data: { appCode: 'UNAUTHENTICATED' },
  });
});

test('counters that Redis does not take are a failure of their event, which is handled again', async () => {
  const counters = { postId: newId(), likeCount: 1, commentCount: null };
  const { deps, redis } = timeline;
  redis.set('stall');
  onTestFinished(() => redis.set('pass'));
  await expect(tellCounters(deps, counters)).rejects.toThrow('Command timed out');
  redis.set('pass');
  await vi.waitFor(() => tellCounters(deps, counters), waiting);
});

type Scene = { id: string; author: string; bob: string };

/** What ends that a page hears of a post, and whose pages go on. */
const endings: Record<string, { left: string[]; eventOf: (scene: Scene) => NewEvent }> = {
  'the author blocks the reader': {
    left: ['ann', 'author'],
    eventOf: ({ author, bob }) => betweenTwo('member.blocked', author, bob),
  },
  'the reader blocks the author': {
    left: ['ann', 'author'],
    eventOf: ({ author, bob }) => betweenTwo('member.blocked', bob, author),
  },
  'the reader follows the author no more': {
    left: ['ann', 'author'],
    eventOf: ({ author, bob }) => betweenTwo('member.unfollowed', bob, author),
  },
  'the account is closed to others': {
    left: ['author'],
    eventOf: ({ author: memberId }) => ({
      type: 'member.visibility_changed',
      actorId: memberId,
      subject: { kind: 'member', id: memberId },
      data: { memberId, visibility: 'PRIVATE', previousVisibility: 'PUBLIC' },
    }),
  },
  'the author leaves': { left: ['author'], eventOf: (scene) => ofMember('deactivated', scene) },
  'the author is disabled': { left: ['author'], eventOf: (scene) => ofMember('disabled', scene) },
  'the author is gone for good': {
    left: ['author'],
    eventOf: (scene) => ofMember('erased', scene),
  },
  'moderation hides the post': {
    left: ['author'],
    eventOf: ({ id, author: authorId }) => ({
      type: 'post.hidden',
      actorId: null,
      subject: { kind: 'post', id },
      data: { postId: id, authorId, version: 2 },
    }),
  },
  'the post is deleted': {
    left: ['author'],
    eventOf: ({ id, author: authorId }) => ({
      type: 'post.deleted',
      actorId: authorId,
      subject: { kind: 'post', id },
      data: { postId: id, authorId, version: 2 },
    }),
  },
};

test.for(Object.entries(endings))(
  'who has a post open hears no more of its counters when %s; who may still see it does',
  async ([, { left, eventOf }]) => {
    const [author, ann, bob] = [1, 2, 3].map(() => timeline.members.add());
    if (!author || !ann || !bob) throw new Error('three were added');
    const id = await timeline.writePost(author);
    const elsewhere = await timeline.writePost(timeline.members.add());
    const names = new Map(
      [author, ann, bob].map((each, at) => [each, ['author', 'ann', 'bob'][at]]),
    );
    const watchersOf = async (postId: string) => {
      const entries = await timeline.stored.zrange(`watched:${postId}`, 0, -1);
      return entries.map((entry) => names.get(entry.slice(0, entry.indexOf(' '))) ?? '').toSorted();
    };
    for (const member of [author, ann, bob]) {
      await timeline.as(member).post.watch.mutate({ id, pageId: `a-page-of-${member}` });
    }
    await timeline.as(bob).post.watch.mutate({ id: elsewhere, pageId: `a-page-of-${bob}` });
    expect(await watchersOf(id)).toEqual(['ann', 'author', 'bob']);
    await publish(eventOf({ id, author, bob }));
    await vi.waitFor(async () => expect(await watchersOf(id)).toEqual(left), waiting);
    expect(await watchersOf(elsewhere)).toEqual(['bob']);
  },
);

function betweenTwo(
  type: 'member.blocked' | 'member.unfollowed',
  memberId: string,
  targetId: string,
): NewEvent {
  const subject = { kind: 'member', id: targetId } as const;
  return { type, actorId: memberId, subject, data: { memberId, targetId } };
}

function ofMember(what: 'deactivated' | 'disabled' | 'erased', { author }: Scene): NewEvent {
  const subject = { kind: 'member', id: author } as const;
  return { type: `member.${what}`, actorId: author, subject, data: { memberId: author } };
}
