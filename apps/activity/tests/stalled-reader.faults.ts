import { subscribe, unsubscribe } from 'node:diagnostics_channel';
import type { ServerResponse } from 'node:http';

import { signalChannelOf, toCountersSignal } from '@dailyfeed/contract/signal';
import { newId } from '@dailyfeed/service-kit/id';
import { Redis } from 'ioredis';
import { expect, onTestFinished, test, vi } from 'vitest';

import { startTestActivity, stores } from './_harness.ts';
import { createTestMembers } from './_members.ts';
import { openListening, openStream } from './_stream.ts';

/** As many as are kept of them. */
const postIds = Array.from({ length: 100 }, () => newId());

test('of a reader who has stopped reading a process keeps little, and others hear what happens; who reads on learns how things are', async () => {
  const members = createTestMembers();
  await using activity = await startTestActivity({}, { members: members.port });
  const redis = new Redis(stores().redisUrl);
  onTestFinished(() => redis.disconnect());
  const [reader, other] = [activity.newMember(members.add()), activity.newMember(members.add())];
  const { given, response } = await watchAnswer(() => openStream(activity.url, reader));
  using stalled = given;
  using heard = await openListening(activity.url, other);

  let likeCount = 0;
  const tellAll = async (): Promise<void> => {
    likeCount += 1;
    const sent = redis.pipeline();
    for (const postId of postIds) {
      const signal = toCountersSignal({ postId, likeCount, commentCount: null });
      sent.publish(signalChannelOf(reader.id), signal);
    }
    sent.publish(signalChannelOf(other.id), 'feed');
    await sent.exec();
    expect((await heard.next()).message).toEqual({ type: 'feed' });
  };
  const written = () => response.socket?.bytesWritten;
  // What is between the two takes some megabytes first.
  await vi.waitFor(
    async () => {
      const before = written();
      for (let round = 0; round < 20; round += 1) await tellAll();
      expect(written()).toBe(before);
    },
    { timeout: 300_000, interval: 1 },
  );
  expect(response.writableLength).toBeLessThan(200_000);

  let messages = 0;
  const latest = new Map<string, number | null>();
  while (postIds.some((id) => latest.get(id) !== likeCount)) {
    const { message } = await stalled.next();
    if (message.type !== 'post') continue;
    messages += 1;
    latest.set(message.postId, message.likeCount);
  }
  expect(messages).toBeLessThan((likeCount - 15) * postIds.length);
});

/** The answer to the request that `ask` makes, and the server's end of it, which is in this process. */
async function watchAnswer<T>(
  ask: () => Promise<T>,
): Promise<{ given: T; response: ServerResponse }> {
  const channel = 'http.server.request.start';
  const seen: ServerResponse[] = [];
  const see = (message: unknown): void => {
    seen.push((message as { response: ServerResponse }).response); // as Node documents it
  };
  subscribe(channel, see);
  try {
    const given = await ask();
    const [response] = seen;
    if (!response || seen.length > 1) throw new Error('not one request');
    return { given, response };
  } finally {
    unsubscribe(channel, see);
  }
}
