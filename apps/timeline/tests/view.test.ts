import type { DomainEvent } from '@dailyfeed/contract/events';
import { startConsumer } from '@dailyfeed/events/consumer';
import { newId } from '@dailyfeed/service-kit/id';
import { createLog } from '@dailyfeed/service-kit/log';
import { expect, inject, test, vi } from 'vitest';

import { startTestTimeline } from './_harness.ts';

vi.setConfig({ testTimeout: 60_000 });
const soon = { timeout: 40_000, interval: 100 };

test('a post or comment that is seen is told of once a viewer and hour, and never by its author', async () => {
  const brokers = inject('stores').kafkaBrokers;
  await using timeline = await startTestTimeline({ KAFKA_BROKERS: brokers });
  const events: DomainEvent[] = [];
  await using _consumer = startConsumer({
    group: `views-${timeline.topic}`,
    bus: {
      brokers: brokers.split(','),
      topic: timeline.topic,
      acks: 1,
      replicationFactor: 1,
      clientId: 'test',
    },
    deadLetters: { add: () => Promise.reject(new Error('none expected')) },
    log: createLog('test', { level: 'silent' }),
    now: () => new Date(),
    handle: (event) => {
      events.push(event);
      return Promise.resolve();
    },
    isUnavailable: () => false,
  });
  const author = timeline.members.add();
  const [reader, other] = [timeline.members.add(), timeline.members.add()];
  const id = await timeline.writePost(author);
  const commentId = await timeline.writeComment(other, { postId: id });
  const look = async (): Promise<void> => {
    for (const viewer of [author, reader, reader]) {
      await timeline.as(viewer).post.view.mutate({ id });
    }
    // Who has one address of such a network has all of them.
    for (const address of ['2001:db8::1', '2001:db8::2']) {
      await timeline.visitorFrom(address).post.view.mutate({ id });
    }
    await timeline.as(other).post.view.mutate({ id });
    for (const viewer of [reader, reader, other]) {
      await timeline.as(viewer).comment.byId.query({ id: commentId });
    }
    await timeline.anyone.comment.byId.query({ id: commentId });
  };
  await vi.waitFor(async () => {
    // One that Redis was too late for is dropped; the others count no more than once.
    await look();
    expect(events).toHaveLength(4);
  }, soon);
  const reads = events.filter(({ type }) => type === 'comment.read');
  expect(reads).toMatchObject([
    { actorId: reader, data: { commentId, postId: id, authorId: other, memberId: reader } },
  ]);
  const seen = events.filter(({ type }) => type === 'post.read');
  expect(new Set(seen.map(({ actorId }) => actorId))).toEqual(new Set([reader, other, null]));
  for (const event of seen) {
    expect(event).toMatchObject({
      type: 'post.read',
      data: { postId: id, postAuthorId: author, count: 1 },
    });
  }
});

test('who may not read a post does not count, and is told that there is none', async () => {
  await using timeline = await startTestTimeline();
  const author = timeline.members.add();
  const id = await timeline.writePost(author);
  timeline.members.setVisibility(author, 'PRIVATE');
  for (const absent of [id, newId()]) {
    await expect(timeline.anyone.post.view.mutate({ id: absent })).rejects.toMatchObject({
      data: { appCode: 'POST_NOT_FOUND' },
    });
  }
  await expect(timeline.anyone.post.view.mutate({ id: 'none' })).rejects.toMatchObject({
    data: { appCode: 'INPUT_INVALID' },
  });
});

test('a reader notices nothing of Kafka and Redis being away', async () => {
  await using timeline = await startTestTimeline();
  const author = timeline.members.add();
  const id = await timeline.writePost(author);
  await expect(timeline.anyone.post.view.mutate({ id })).resolves.toBeUndefined();
  const commentId = await timeline.writeComment(author, { postId: id });
  const reader = timeline.as(timeline.members.add());
  timeline.redis.set('refuse');
  expect((await reader.comment.byId.query({ id: commentId })).postId).toBe(id);
  await expect(timeline.anyone.post.view.mutate({ id })).resolves.toBeUndefined();
});
