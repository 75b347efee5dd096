import { membersChannel, signalChannelOf } from '@dailyfeed/contract/signal';
import { createDeadLetters } from '@dailyfeed/events/dead-letters';
import { createLog } from '@dailyfeed/service-kit/log';
import { Redis } from 'ioredis';
import { afterAll, beforeAll, expect, inject, onTestFinished, test, vi } from 'vitest';

import { type NewEvent, startEvents } from './_events.ts';
import { ifFound, type TestTimeline } from './_harness.ts';

let events: Awaited<ReturnType<typeof startEvents>>;
let timeline: TestTimeline;
let publish: (event: NewEvent) => Promise<void>;
const waiting = { timeout: 45_000, interval: 50 };

beforeAll(async () => {
  events = await startEvents();
  ({ timeline, publish } = events);
});
afterAll(() => events[Symbol.asyncDispose]());

async function post(authorId: string): Promise<string> {
  const id = await timeline.writePost(authorId);
  const { text, createdAt } = await timeline.db.post.findUniqueOrThrow({ where: { id } });
  await publish({
    type: 'post.created',
    actorId: authorId,
    subject: { kind: 'post', id },
    data: { postId: id, authorId, text, createdAt: createdAt.toISOString(), version: 1 },
  });
  return id;
}

/** Someone who follows `author` and has a home timeline. */
async function addReader(author: string): Promise<string> {
  const reader = timeline.members.add();
  await timeline.members.follow(reader, author);
  await timeline.openHome(reader);
  return reader;
}

test('the pages that followers have open are told to look', async () => {
  const author = timeline.members.add();
  const reader = await addReader(author);
  const listener = new Redis(inject('stores').redisUrl);
  onTestFinished(() => listener.disconnect());
  const heard = new Promise((resolve) => listener.once('message', (_, signal) => resolve(signal)));
  await listener.subscribe(signalChannelOf(reader));
  await post(author);
  expect(await heard).toBe('feed');
});

test('a post reaches the home timelines of all followers by its event, page after page of them', async () => {
  const author = timeline.members.add();
  timeline.members.state.pageSize = 2;
  const readers = await Promise.all(Array.from({ length: 5 }, () => addReader(author)));
  const stranger = await addReader(timeline.members.add());
  const id = await post(author);
  await vi.waitFor(async () => {
    expect(await Promise.all(readers.map(timeline.homeOf))).toEqual(readers.map(() => [id]));
  }, waiting);
  expect(await timeline.homeOf(stranger)).toEqual([]);
});

test('a follow that member could not tell Redis of takes effect by its event', async () => {
  const author = timeline.members.add();
  const id = await timeline.writePost(author);
  const reader = await addReader(timeline.members.add());
  timeline.members.followSilently(reader, author);
  await publish({
    type: 'member.followed',
    actorId: reader,
    subject: { kind: 'member', id: author },
    data: { memberId: reader, targetId: author },
  });
  await vi.waitFor(async () => {
    const { items } = await timeline.as(reader).feed.following.query({});
    expect(items.map((item) => item.id)).toEqual([id]);
  }, waiting);
});

test.each([
  ['redis', 'STORE_UNAVAILABLE'],
  ['member', 'UPSTREAM_UNAVAILABLE'],
  ['member', 'TOKEN_INVALID'],
] as const)(
  'a post written while %s is away (%s) is fanned out when it is back',
  async (store, failure) => {
    timeline.members.state.failure = failure;
    const author = timeline.members.add();
    const reader = await addReader(author);
    const setAway = async (isAway: boolean) => {
      if (store === 'member') timeline.members.state.isAway = isAway;
      else timeline.redis.set(isAway ? 'refuse' : 'pass');
    };
    await setAway(true);
    const before = timeline.members.asked.followIds;
    const id = await post(author);
    // It has been tried, and not given up: the second try shows that.
    await vi.waitFor(() => {
      expect(timeline.members.asked.followIds).toBeGreaterThan(before + 1);
    }, waiting);
    await setAway(false);
    await vi.waitFor(async () => {
      expect(await timeline.homeOf(reader)).toEqual([id]);
    }, waiting);
  },
);

test('a post that member is there for and fails at is laid down, and holds up none behind it', async () => {
  const log = createLog('test', { level: 'silent' });
  await using deadLetters = createDeadLetters({ mongoUrl: inject('stores').mongoUrl, log });
  const author = timeline.members.add();
  const reader = await addReader(author);
  timeline.members.state.failure = 'UPSTREAM_FAILED';
  timeline.members.state.isAway = true;
  onTestFinished(() => void (timeline.members.state.isAway = false));
  const failing = await post(author);
  const group = `home-timeline-${timeline.topic}`;
  await vi.waitFor(async () => {
    const letters = await deadLetters.list({ group });
    expect(letters).toMatchObject([{ eventType: 'post.created', attempts: 4 }]);
  }, waiting);
  timeline.members.state.isAway = false;
  const id = await post(author);
  await vi.waitFor(async () => expect(await timeline.homeOf(reader)).toContain(id), waiting);
  expect(await timeline.homeOf(reader)).not.toContain(failing);
});

async function isReadable(id: string): Promise<boolean> {
  return (await ifFound(timeline.anyone.post.byId.query({ id }))) !== undefined;
}

test.each([
  'member.updated',
  'member.handle_changed',
  'member.visibility_changed',
  'member.deactivated',
  'member.disabled',
  'member.reactivated',
  'member.enabled',
  'member.erased',
] as const)('what is remembered of a member ends with %s', async (type) => {
  const author = timeline.members.add();
  const id = await timeline.writePost(author);
  expect(await isReadable(id)).toBe(true);
  timeline.members.setVisibility(author, 'PRIVATE');
  const data = {
    memberId: author,
    displayName: 'Ann',
    bio: '',
    handle: 'ann',
    previousHandle: 'anna',
    visibility: 'PRIVATE' as const,
    previousVisibility: 'PUBLIC' as const,
  };
  const subject = { kind: 'member', id: author } as const;
  await publish({ type, actorId: author, subject, data });
  await vi.waitFor(async () => expect(await isReadable(id)).toBe(false), waiting);
});

test.each([
  'member.followed',
  'member.unfollowed',
  'member.muted',
  'member.unmuted',
  'member.blocked',
  'member.unblocked',
] as const)('what is remembered of whom a member follows and avoids ends with %s', async (type) => {
  const [reader, other] = [timeline.members.add(), timeline.members.add()];
  const versionOf = (id: string) => timeline.stored.get(`graph:${id}`);
  const pair = { memberId: reader, targetId: other };
  const subject = { kind: 'member', id: other } as const;
  await publish(
    type === 'member.muted'
      ? { type, actorId: reader, subject, data: { ...pair, until: null } }
      : ({ type, actorId: reader, subject, data: pair } as NewEvent), // all others have these alone
  );
  await vi.waitFor(async () => expect(await versionOf(reader)).toBe('1'), waiting);
  // Who is blocked meets the other no more either.
  const isBoth = type === 'member.blocked' || type === 'member.unblocked';
  await vi.waitFor(async () => expect(await versionOf(other)).toBe(isBoth ? '1' : null), waiting);
});

test('what is remembered of a member ends with the word of their service, before any event', async () => {
  const author = timeline.members.add();
  const id = await timeline.writePost(author);
  expect(await isReadable(id)).toBe(true);
  timeline.members.setVisibility(author, 'PRIVATE');
  await timeline.stored.publish(membersChannel, 'no id');
  await timeline.stored.publish(membersChannel, author);
  await vi.waitFor(async () => expect(await isReadable(id)).toBe(false), waiting);
});
