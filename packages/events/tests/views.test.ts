import { randomUUID } from 'node:crypto';

import { Redis } from 'ioredis';
import { afterAll, beforeAll, expect, inject, test, vi } from 'vitest';

import { createPublisher } from '../src/publisher.ts';
import { startViews, type ViewStore } from '../src/views.ts';
import { createBus, listen, log } from './_harness.ts';

vi.setConfig({ testTimeout: 240_000 });
const soon = { timeout: 40_000, interval: 50 };
const now = (): Date => new Date();

let redis: Redis;
beforeAll(() => {
  redis = new Redis(inject('stores').redisUrl);
});
afterAll(() => redis.disconnect());
const store: ViewStore = { ask: (command) => command(redis) };

/** Keys of one test. */
const newNamespace = (): string => `${randomUUID()}:`;

function viewBy(memberId: string | null) {
  return { kind: 'post', postId: randomUUID(), postAuthorId: randomUUID(), memberId } as const;
}

test('views of several processes are sent as one event for a member, and as a number of all others', async () => {
  const bus = createBus();
  await using publisher = createPublisher({ bus, log, now });
  await using listener = listen({ bus });
  const options = { store, publisher, log, now, namespace: newNamespace() };
  // Neither sends while they gather.
  const processes = [1, 2].map(() => startViews({ ...options, flushMs: 3_600_000 }));
  const view = viewBy(randomUUID());
  const { postId, postAuthorId, memberId } = view;
  const comment = {
    kind: 'comment',
    commentId: randomUUID(),
    postId,
    postAuthorId,
    authorId: randomUUID(),
    memberId: randomUUID(),
  } as const;
  for (const [index, views] of processes.entries()) {
    await views.note(view, `${postId}:${memberId}`);
    for (const address of [1, 2]) {
      await views.note({ ...view, memberId: null }, `${postId}:${index}.${address}`);
    }
    await views.note(comment, `${comment.commentId}:${comment.memberId}`);
  }
  await using _sender = startViews({ ...options, flushMs: 20 });
  await vi.waitFor(() => expect(listener.ids().size).toBe(3), soon);
  const told = listener.events.map(({ type, actorId, data }) => ({ type, actorId, data }));
  const { kind: _kind, ...commentData } = comment;
  expect(told).toEqual(
    expect.arrayContaining([
      { type: 'post.read', actorId: memberId, data: { postId, postAuthorId, memberId, count: 1 } },
      {
        type: 'post.read',
        actorId: null,
        data: { postId, postAuthorId, memberId: null, count: 4 },
      },
      { type: 'comment.read', actorId: comment.memberId, data: commentData },
    ]),
  );
  const read = listener.events.find(({ actorId }) => actorId === memberId);
  expect(read?.messageKey).toContain(`POST_READ###${postId}###${memberId}###`);
  for (const views of processes) await views[Symbol.asyncDispose]();
});

test('while Kafka is away views wait, the newest are dropped beyond a number, and nobody is told an error', async () => {
  const sent: unknown[] = [];
  let isAway = true;
  const publisher = {
    publish: (messages: { value: unknown }[]) => {
      if (isAway) return Promise.reject(new Error('away'));
      sent.push(...messages.map(({ value }) => JSON.parse(String(value)).data.postId));
      return Promise.resolve();
    },
  };
  const refused = vi.spyOn(publisher, 'publish');
  const options = { store, publisher, log, now, namespace: newNamespace() };
  const gathering = startViews({ ...options, flushMs: 3_600_000, waitingMax: 100 });
  const all = Array.from({ length: 101 }, () => viewBy(null));
  await Promise.all(all.map((view) => gathering.note(view, view.postId)));
  await using _sender = startViews({ ...options, flushMs: 20 });
  await vi.waitFor(() => expect(refused.mock.calls.length).toBeGreaterThan(2), soon);
  isAway = false;
  await vi.waitFor(() => expect(sent).toHaveLength(100), soon);
  expect(new Set(sent).size).toBe(100);
  // What was dropped counts when it is seen again.
  for (const view of all) await gathering.note(view, view.postId);
  await vi.waitFor(() => expect(new Set(sent).size).toBe(101), soon);
  expect(sent).toHaveLength(101);
  await gathering[Symbol.asyncDispose]();
});

test('what a process took and did not live to send, or to tell that it was sent, another sends with the same ids', async () => {
  const namespace = newNamespace();
  let time = Date.now();
  const clock = () => new Date(time);
  const sent: string[][] = [];
  const publishing = Promise.withResolvers<void>();
  const publisher = {
    publish: (messages: { value: unknown }[]) => {
      sent.push(messages.map(({ value }) => JSON.parse(String(value)).id as string));
      publishing.resolve();
      // The first one dies here: it has sent, and nobody learns of it.
      return sent.length === 1 ? new Promise<never>(() => undefined) : Promise.resolve();
    },
  };
  const options = { store, publisher, log, now: clock, namespace, flushMs: 20 };
  await using gathering = startViews({ ...options, flushMs: 3_600_000 });
  for (let count = 0; count < 3; count += 1) {
    const view = viewBy(randomUUID());
    await gathering.note(view, view.postId);
  }
  const _dying = startViews(options);
  await publishing.promise;
  await using _other = startViews(options);
  expect(sent).toHaveLength(1);
  time += 31_000;
  await vi.waitFor(() => expect(sent.flat().length).toBeGreaterThanOrEqual(6), soon);
  await vi.waitFor(async () => expect(await redis.keys(`${namespace}views:*`)).toEqual([]), soon);
  expect(new Set(sent.flat()).size).toBe(3);
});

test('a broker that takes what is sent and never answers keeps nobody from ending', async () => {
  const publishing = Promise.withResolvers<void>();
  const publisher = {
    publish: () => {
      publishing.resolve();
      return new Promise<never>(() => undefined);
    },
  };
  const options = { store, publisher, log, now, namespace: newNamespace(), flushMs: 20 };
  const views = startViews(options);
  const view = viewBy(null);
  await views.note(view, view.postId);
  await publishing.promise;
  const startedAt = performance.now();
  await views[Symbol.asyncDispose]();
  expect(performance.now() - startedAt).toBeLessThan(30_000);
});

test('without Redis a view is dropped, and nobody is told an error', async () => {
  const publisher = { publish: () => Promise.reject(new Error('nothing to send')) };
  const away: ViewStore = { ask: async () => undefined };
  await using views = startViews({ store: away, publisher, log, now, flushMs: 20 });
  const view = viewBy(null);
  await expect(views.note(view, view.postId)).resolves.toBeUndefined();
});
