import { randomUUID } from 'node:crypto';

import type { EventOf } from '@dailyfeed/contract/events';
import { expect, test, vi } from 'vitest';

import { createPublisher } from '../src/publisher.ts';
import { startViews } from '../src/views.ts';
import { createBus, listen, log } from './_harness.ts';

vi.setConfig({ testTimeout: 60_000 });
const soon = { timeout: 40_000, interval: 50 };
const now = (): Date => new Date();

test('views are sent as one event for a post and a member, and as a number of all others', async () => {
  const bus = createBus();
  await using publisher = createPublisher({ bus, log, now });
  await using listener = listen({ bus });
  const [postId, postAuthorId, memberId] = [randomUUID(), randomUUID(), randomUUID()];
  {
    await using views = startViews({ publisher, log, now });
    for (let count = 0; count < 3; count += 1) {
      views.note({ postId, postAuthorId, memberId });
      views.note({ postId, postAuthorId, memberId: null });
    }
  }
  await vi.waitFor(() => expect(listener.events).toHaveLength(2), soon);
  const reads = listener.events as EventOf<'post.read'>[]; // nothing else is sent
  expect(reads.map(({ actorId, data }) => ({ actorId, data }))).toEqual([
    { actorId: memberId, data: { postId, postAuthorId, memberId, count: 1 } },
    { actorId: null, data: { postId, postAuthorId, memberId: null, count: 3 } },
  ]);
  expect(reads[0]?.messageKey).toContain(`POST_READ###${postId}###${memberId}###`);
});

test('while Kafka is away views wait, the newest are dropped beyond 10,000, and nobody is told an error', async () => {
  const sent: unknown[] = [];
  let isAway = true;
  const publisher = {
    publish: (messages: { value: unknown }[]) => {
      if (isAway) return Promise.reject(new Error('away'));
      sent.push(...messages.map(({ value }) => JSON.parse(String(value)).data.postId));
      return Promise.resolve();
    },
  };
  const ids = Array.from({ length: 10_001 }, () => randomUUID());
  await using views = startViews({ publisher, log, now, flushMs: 20 });
  for (const postId of ids) views.note({ postId, postAuthorId: postId, memberId: null });
  const refused = vi.spyOn(publisher, 'publish');
  await vi.waitFor(() => expect(refused.mock.calls.length).toBeGreaterThan(2), soon);
  isAway = false;
  await vi.waitFor(() => expect(sent).toHaveLength(10_000), soon);
  expect(new Set(sent)).toEqual(new Set(ids.slice(0, 10_000)));
});
