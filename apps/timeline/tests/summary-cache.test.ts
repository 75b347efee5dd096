import { expect, test, vi } from 'vitest';

import { startTestTimeline } from './_harness.ts';

const attempts = { timeout: 15_000, interval: 50 };

test('an author is asked for once, however many read at once, and remembered for a minute', async () => {
  await using timeline = await startTestTimeline();
  const { members } = timeline;
  // On a busy machine Redis may be passed by, and then each request has to ask.
  await vi.waitFor(async () => {
    const author = members.add();
    const id = await timeline.writePost(author);
    const before = members.asked.summaries.length;
    const read = () => timeline.anyone.post.byId.query({ id });
    await Promise.all(Array.from({ length: 10 }, read));
    await read();
    expect(members.asked.summaries.slice(before)).toEqual([[author]]);
    const seconds = await timeline.stored.ttl(`summary:${author}`);
    expect(seconds).toBeGreaterThan(50);
    expect(seconds).toBeLessThanOrEqual(60);
  }, attempts);
});

test('an answer that was on its way when its member changed is not remembered', async () => {
  await using timeline = await startTestTimeline();
  const { members } = timeline;
  const author = members.add();
  const id = await timeline.writePost(author);
  const read = () => timeline.anyone.post.byId.query({ id });
  const { promise, resolve } = Promise.withResolvers<void>();
  members.state.answers = promise;
  const early = read();
  await vi.waitFor(() => expect(members.asked.summaries).toHaveLength(1), { timeout: 30_000 });
  members.setVisibility(author, 'PRIVATE');
  await timeline.deps.members.forgetSummary(author);
  resolve();
  expect(await early).toMatchObject({ id });
  await expect(read()).rejects.toThrow('POST_NOT_FOUND');
  await expect(read()).rejects.toThrow('POST_NOT_FOUND');
  expect(members.asked.summaries).toHaveLength(2);
});

test('what is remembered in a shape of another version is asked for again', async () => {
  await using timeline = await startTestTimeline();
  const author = timeline.members.add();
  const id = await timeline.writePost(author);
  await timeline.stored.set(`summary:${author}`, '{"name":"Ann"}');
  expect(await timeline.anyone.post.byId.query({ id })).toMatchObject({ author: { id: author } });
});

test('someone who was unknown a moment ago is known soon after', async () => {
  await using timeline = await startTestTimeline();
  const author = timeline.members.add();
  timeline.members.remove(author);
  const id = await timeline.writePost(author);
  await expect(timeline.anyone.post.byId.query({ id })).rejects.toThrow('POST_NOT_FOUND');
  expect(await timeline.stored.ttl(`summary:${author}`)).toBeLessThanOrEqual(5);
});

test('whom a reader follows, and whom they are not to meet, is asked for once, however many pages they open at once, and remembered for a while', async () => {
  await using timeline = await startTestTimeline();
  const { members, stored } = timeline;
  const author = members.add();
  await timeline.writePost(author);
  // On a busy machine Redis may be passed by, and then each request has to ask.
  await vi.waitFor(async () => {
    const reader = members.add();
    await members.follow(reader, author);
    const before = { ...members.asked };
    const { feed } = timeline.as(reader);
    const pages = await Promise.all(Array.from({ length: 10 }, () => feed.following.query({})));
    for (const page of pages) expect(page.items).toHaveLength(1);
    expect(members.asked.followIds - before.followIds).toBe(1);
    expect(members.asked.hiddenIds - before.hiddenIds).toBe(1);
    const seconds = async (name: string): Promise<number> => stored.ttl(`${name}:{${reader}}:1`);
    expect(await seconds('followings')).toBeGreaterThan(0);
    expect(await seconds('followings')).toBeLessThanOrEqual(60);
    expect(await seconds('hidden')).toBeGreaterThan(0);
    expect(await seconds('hidden')).toBeLessThanOrEqual(60);
  }, attempts);
});
