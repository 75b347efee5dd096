import { persist } from '@dailyfeed/dev-infra/persist';
import { newId } from '@dailyfeed/service-kit/id';
import { Redis } from 'ioredis';
import { afterAll, expect, inject, test } from 'vitest';

import { newKey, newPost, refusal, startTestContent } from './_harness.ts';

/** Ten minutes into an hour, so that no test crosses into another. */
const clock = { now: new Date('2026-01-01T10:10:00Z') };
const content = await startTestContent(
  {
    REDIS_URL: 'redis://127.0.0.1:1',
    POSTS_PER_HOUR: 3,
    COMMENTS_PER_HOUR: 2,
    EDITS_PER_HOUR: 2,
    LIKES_PER_HOUR: 4,
    REPORTS_PER_HOUR: 2,
  },
  { now: () => clock.now },
);
afterAll(() => content[Symbol.asyncDispose]());

type Api = ReturnType<typeof content.newMember>['api'];
const post = (api: Api) => api.post.create.mutate({ text: 'hello', idempotencyKey: newKey() });

test('what is more than the hour allows is refused with the wait that will do, also while Redis is away', async () => {
  const { api } = content.newMember();
  const outcomes = await Promise.allSettled(
    Array.from({ length: 8 }, () => persist(() => post(api))),
  );
  expect(outcomes.filter(({ status }) => status === 'fulfilled')).toHaveLength(3);
  const failure: unknown = await post(api).catch((error: unknown) => error);
  const { appCode, httpStatus, retryAfterSeconds } = Object(Object(failure).data);
  expect({ appCode, httpStatus }).toEqual({ appCode: 'RATE_LIMITED', httpStatus: 429 });
  expect(retryAfterSeconds).toBeGreaterThan(50 * 60);

  const start = clock.now.getTime();
  clock.now = new Date(start + (retryAfterSeconds - 2) * 1000);
  expect(await refusal(content, () => post(api))).toMatchObject({ code: 'RATE_LIMITED' });
  clock.now = new Date(start + retryAfterSeconds * 1000);
  await expect(post(api)).resolves.toMatchObject({ version: 1 });
});

test('each kind has its own limit, others’ writes do not count, and what is refused does not either', async () => {
  const { id: postId } = await newPost(content);
  const { api } = content.newMember();
  const unknown = () => api.post.like.mutate({ id: newId() });
  for (let count = 0; count < 6; count += 1) {
    expect(await refusal(content, unknown)).toMatchObject({ code: 'POST_NOT_FOUND', wrote: false });
  }
  const comment = () => api.comment.create.mutate({ postId, text: 'hm', idempotencyKey: newKey() });
  const first = await comment();
  await comment();
  expect(await refusal(content, comment)).toMatchObject({ code: 'RATE_LIMITED', wrote: false });

  await api.post.like.mutate({ id: postId });
  await api.post.unlike.mutate({ id: postId });
  await api.post.bookmark.mutate({ id: postId });
  await api.comment.like.mutate({ id: first.id });
  for (const attempt of [
    () => api.post.unbookmark.mutate({ id: postId }),
    () => api.comment.unlike.mutate({ id: first.id }),
  ]) {
    expect(await refusal(content, attempt)).toMatchObject({ code: 'RATE_LIMITED', wrote: false });
  }
  for (const version of [1, 2]) {
    await api.comment.edit.mutate({ id: first.id, text: `edit ${version}`, version });
  }
  const edit = () => api.comment.edit.mutate({ id: first.id, text: 'more', version: 3 });
  expect(await refusal(content, edit)).toMatchObject({ code: 'RATE_LIMITED', wrote: false });
  await expect(post(content.newMember().api)).resolves.toMatchObject({ version: 1 });
});

test('a replay is answered, and not counted', async () => {
  const { api } = content.newMember();
  const request = { text: 'hello', idempotencyKey: newKey() };
  const first = await api.post.create.mutate(request);
  for (let count = 0; count < 5; count += 1) {
    expect(await api.post.create.mutate(request)).toEqual(first);
  }
  await post(api);
  await post(api);
  expect(await api.post.create.mutate(request)).toEqual(first);
});

test('what changes nothing is answered, also beyond the limit, and not counted', async () => {
  const { id: postId } = await newPost(content);
  const { api } = content.newMember();
  const own = await api.comment.create.mutate({ postId, text: 'hm', idempotencyKey: newKey() });
  const others = await content
    .newMember()
    .api.comment.create.mutate({ postId, text: 'oh', idempotencyKey: newKey() });
  const often = async (work: () => Promise<unknown>): Promise<void> => {
    for (let count = 0; count < 4; count += 1) await work();
  };
  const edit = (text: string, version: number) =>
    api.comment.edit.mutate({ id: own.id, text, version });
  await often(() => edit('hm', 1));
  await often(() => edit('ah', 1));
  await edit('oh', 2);
  await often(() => api.comment.report.mutate({ id: others.id, reason: 'SPAM' }));
  await api.post.report.mutate({ id: postId, reason: 'SPAM' });

  await often(() => api.post.unlike.mutate({ id: postId }));
  await often(() => api.post.unbookmark.mutate({ id: postId }));
  await often(() => api.comment.unlike.mutate({ id: own.id }));
  await often(() => api.post.like.mutate({ id: postId }));
  await often(() => api.post.bookmark.mutate({ id: postId }));
  await often(() => api.comment.like.mutate({ id: own.id }));
  await api.post.unlike.mutate({ id: postId });

  await edit('oh', 2);
  await api.post.report.mutate({ id: postId, reason: 'SPAM' });
  await api.comment.report.mutate({ id: others.id, reason: 'SPAM' });
  await api.post.unlike.mutate({ id: postId });
  await api.post.bookmark.mutate({ id: postId });
  await api.comment.like.mutate({ id: own.id });
  const another = await newPost(content);
  const more = [
    () => edit('uh', 3),
    () => api.post.report.mutate({ id: another.id, reason: 'SPAM' }),
    () => api.post.like.mutate({ id: postId }),
    () => api.post.unbookmark.mutate({ id: postId }),
    () => api.comment.unlike.mutate({ id: own.id }),
    () => api.comment.like.mutate({ id: others.id }),
  ];
  for (const each of more) {
    expect(await refusal(content, each)).toMatchObject({ code: 'RATE_LIMITED', wrote: false });
  }
});

test('readers learn for ten seconds who has just written', async () => {
  await using connected = await startTestContent({ REDIS_URL: inject('stores').redisUrl });
  const redis = new Redis(inject('stores').redisUrl);
  // A write does not wait for a Redis that is late.
  const secondsAfterWrite = async (): Promise<number> => {
    const ann = connected.newMember();
    await post(ann.api);
    return redis.ttl(`wrote:${ann.id}`);
  };
  await expect.poll(secondsAfterWrite).toBeGreaterThan(0);
  expect(await secondsAfterWrite()).toBeLessThanOrEqual(10);
  await redis.quit();
});
