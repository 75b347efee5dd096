import { expect, test } from 'vitest';

import { type Member, startTestActivity } from './_harness.ts';
import { createTestMembers } from './_members.ts';

test('a process holds no more streams than it is set to; one that closes makes room', async () => {
  await using world = await start({ STREAMS_MAX: 3 });
  const [first] = await Promise.all([1, 2, 3].map(() => world.open(world.join())));
  const late = world.join();
  const refused = await world.open(late);
  expect([refused.status, refused.headers.get('retry-after')]).toEqual([503, '30']);
  expect(await refused.json()).toMatchObject({
    error: { data: { appCode: 'UPSTREAM_UNAVAILABLE', retryAfterSeconds: 30 } },
  });
  // Under another spelling of its name, it is the same.
  expect((await world.open(late, '%73tream.member')).status).toBe(503);
  expect(await late.api.notification.unread.query()).toEqual({ count: 0 });
  first?.leave();
  await expect.poll(async () => (await world.open(late)).status).toBe(200);
});

test('one member has twenty streams, and others have theirs', async () => {
  await using world = await start({});
  const [greedy, other] = [world.join(), world.join()];
  const opened = await Promise.all(Array.from({ length: 21 }, () => world.open(greedy)));
  const taken = opened.filter(({ status }) => status === 200);
  expect(taken).toHaveLength(20);
  expect(opened.find(({ status }) => status !== 200)?.status).toBe(429);
  expect((await world.open(other)).status).toBe(200);
});

/** The service, with people it knows. */
async function start(env: Parameters<typeof startTestActivity>[0]) {
  const members = createTestMembers();
  const activity = await startTestActivity(env, { members: members.port });
  const open: AbortController[] = [];
  return {
    join: () => activity.newMember(members.add()),
    open: async (member: Member, path = 'stream.member') => {
      const left = new AbortController();
      open.push(left);
      const answer = await fetch(`${activity.url}/trpc/${path}?input=%7B%7D`, {
        headers: { accept: 'text/event-stream', ...member.headers },
        signal: left.signal,
      });
      return Object.assign(answer, { leave: () => left.abort() });
    },
    [Symbol.asyncDispose]: async () => {
      for (const left of open) left.abort();
      await activity[Symbol.asyncDispose]();
    },
  };
}
