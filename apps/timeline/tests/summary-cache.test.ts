import { expect, test } from 'vitest';

import { startTestTimeline } from './_harness.ts';

test('an author is asked for once, however many read at once, and remembered for a minute', async () => {
  await using timeline = await startTestTimeline();
  const { members } = timeline;
  const author = members.add();
  const id = await timeline.writePost(author);
  const read = () => timeline.anyone.post.byId.query({ id });
  await Promise.all(Array.from({ length: 10 }, read));
  await read();
  expect(members.asked.summaries).toEqual([[author]]);
  const seconds = await timeline.stored.ttl(`summary:${author}`);
  expect(seconds).toBeGreaterThan(50);
  expect(seconds).toBeLessThanOrEqual(60);
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
