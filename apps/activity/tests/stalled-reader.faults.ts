import { subscribe, unsubscribe } from 'node:diagnostics_channel';
import { once } from 'node:events';
import type { ServerResponse } from 'node:http';

import { signalChannelOf, toCountersSignal } from '@dailyfeed/contract/signal';
import { newId } from '@dailyfeed/service-kit/id';
import { Redis } from 'ioredis';
import { expect, test, vi } from 'vitest';

import { startTestActivity, stores } from './_harness.ts';
import { createTestMembers } from './_members.ts';
import { openListening, openStream } from './_stream.ts';

/** As many as are kept of them. */
const postIds = Array.from({ length: 100 }, () => newId());

test('of a reader who has stopped reading a process keeps little, and others hear what happens; who reads on learns how things are', async () => {
  await using world = await startStalled();
  const { stalled, response, likeCount } = world;
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

test('a reader who has taken nothing for a minute leaves their place to others', async () => {
  await using world = await startStalled({ STREAMS_MAX: 2 });
  // Somebody new each time: what says who asks is good for a minute.
  const ask = () => openListening(world.url, world.join());
  await expect(ask()).rejects.toThrow(/the stream has ended/);
  await once(world.response, 'close');
  using _taken = await ask();
});

/** A reader who has stopped reading, told of more than what lies between takes, while another hears of it. */
async function startStalled(env: Parameters<typeof startTestActivity>[0] = {}) {
  await using stack = new AsyncDisposableStack();
  const members = createTestMembers();
  const activity = stack.use(await startTestActivity(env, { members: members.port }));
  const redis = stack.adopt(new Redis(stores().redisUrl), (client) => client.disconnect());
  const join = () => activity.newMember(members.add());
  const [reader, other] = [join(), join()];
  const { given, response } = await watchAnswer(() => openStream(activity.url, reader));
  const stalled = stack.use(given);
  const heard = stack.use(await openListening(activity.url, other));

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
  const running = stack.move();
  return {
    url: activity.url,
    join,
    stalled,
    response,
    likeCount,
    [Symbol.asyncDispose]: () => running.disposeAsync(),
  };
}

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
