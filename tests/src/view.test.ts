import { expect } from 'vitest';

import { test } from './_network.ts';
import { until } from './until.ts';

test('a post counts who has seen it: each member once an hour, visitors too, its author never', async ({
  network,
}) => {
  const [ann, bob] = await Promise.all([network.signUp('ann'), network.signUp('bob')]);
  const { id } = await ann.api.content.post.create.mutate({
    text: 'hello',
    idempotencyKey: 'seen-post',
  });
  const view = async (): Promise<void> => {
    await ann.api.timeline.post.view.mutate({ id });
    await bob.api.timeline.post.view.mutate({ id });
    await bob.api.timeline.post.view.mutate({ id });
    const answer = await fetch(`${network.url}/api/timeline/post.view`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ id }),
    });
    expect(answer.status).toBe(200);
  };
  const stats = await until(
    async () => {
      // One that Redis was too late for is dropped; the others count no more than once.
      await view();
      return bob.api.timeline.stats.post.query({ id });
    },
    (counts) => counts.viewCount >= 2,
    90_000,
  );
  expect(stats).toEqual({ likeCount: 0, commentCount: 0, bookmarkCount: 0, viewCount: 2 });
});
