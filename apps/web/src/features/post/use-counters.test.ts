import { createDailyfeed } from '@dailyfeed/client';
import { QueryObserver } from '@tanstack/react-query';
import { createTRPCOptionsProxy } from '@trpc/tanstack-react-query';
import { expect, test } from 'vitest';

import { createQueryClient } from '../../lib/query-client.ts';
import { createPostCache } from './post-cache.ts';
import { createPost } from './testing.ts';
import { createCounters } from './use-counters.ts';

/** A post whose page shows what a visitor sees, while it is asked for what its member sees: liked, by five. */
function setUp() {
  const queryClient = createQueryClient();
  const dailyfeed = createDailyfeed({ baseUrl: 'http://127.0.0.1:9' });
  const api = createTRPCOptionsProxy({ client: dailyfeed.api, queryClient });
  const posts = createPostCache(queryClient, api);
  const queryKey = api.timeline.post.byId.queryKey({ id: 'p' });
  queryClient.setQueryData(queryKey, createPost('p'));
  const asked: PromiseWithResolvers<void>[] = [];
  const observer = new QueryObserver(queryClient, {
    queryKey,
    queryFn: async () => {
      const held = Promise.withResolvers<void>();
      asked.push(held);
      await held.promise;
      return { ...createPost('p'), liked: true, likeCount: 5 };
    },
    staleTime: Infinity,
    retry: false,
  });
  const leave = observer.subscribe(() => undefined);
  return {
    posts,
    leave,
    asked,
    observer,
    read: () => observer.refetch(),
    state: () => queryClient.getQueryState(queryKey),
    tell: (likeCount: number) =>
      createCounters(queryClient, posts)({ postId: 'p', likeCount, commentCount: 0 }),
  };
}

test('a post that many like while it is read is as it was read, with the counters that were told last', async () => {
  const { asked, read, tell, state, leave } = setUp();
  const reading = read();
  for (const likeCount of [6, 7, 8]) tell(likeCount);
  asked[0]?.resolve();
  await reading;
  expect(state()).toMatchObject({
    data: { liked: true, likeCount: 8 },
    fetchStatus: 'idle',
    isInvalidated: false,
  });
  expect(asked).toHaveLength(1);
  leave();
});

test('what is pressed while a post is read and told of stays, and is read once more', async () => {
  const { posts, asked, observer, read, tell, state, leave } = setUp();
  const reading = read();
  tell(6);
  posts.patch('p', (post) => ({ ...post, bookmarked: true }));
  asked[0]?.resolve();
  await reading;
  expect(state()).toMatchObject({ data: { bookmarked: true }, fetchStatus: 'fetching' });
  const again = observer.refetch({ cancelRefetch: false });
  tell(9);
  asked.at(-1)?.resolve();
  await again;
  expect(state()).toMatchObject({ data: { liked: true, likeCount: 9 }, fetchStatus: 'idle' });
  leave();
});

test('counters that are told while a read fails are shown after it', async () => {
  const { asked, read, tell, state, leave } = setUp();
  const reading = read();
  tell(6);
  asked[0]?.reject(new Error('away'));
  await reading;
  expect(state()).toMatchObject({ data: { liked: false, likeCount: 6 }, fetchStatus: 'idle' });
  leave();
});
