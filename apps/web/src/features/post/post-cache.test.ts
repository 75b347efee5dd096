import { createDailyfeed } from '@dailyfeed/client';
import type { PostPage } from '@dailyfeed/contract/post';
import {
  type InfiniteData,
  QueryClient,
  type QueryKey,
  QueryObserver,
} from '@tanstack/react-query';
import { createTRPCOptionsProxy } from '@trpc/tanstack-react-query';
import { expect, test } from 'vitest';

import { createQueryClient } from '../../lib/query-client.ts';
import {
  createPostCache,
  feedHeadsKey,
  headOf,
  insertPost,
  itemsOf,
  type PostPages,
} from './post-cache.ts';
import { createPost as post } from './testing.ts';

function pagesOf(...pages: string[][]): InfiniteData<PostPage, string | null> {
  return {
    pages: pages.map((ids) => ({ items: ids.map(post), nextCursor: null, startCursor: null })),
    pageParams: pages.map(() => null),
  };
}

function setUp(queryClient = new QueryClient()) {
  const dailyfeed = createDailyfeed({ baseUrl: 'http://127.0.0.1:9' });
  const api = createTRPCOptionsProxy({ client: dailyfeed.api, queryClient });
  return { queryClient, api, posts: createPostCache(queryClient, api) };
}

test('a change reaches every copy of a post and nothing else', () => {
  const { queryClient, api, posts } = setUp();
  const recent = api.timeline.feed.recent.infiniteQueryKey({ limit: 20 });
  const byAuthor = api.timeline.feed.byAuthor.infiniteQueryKey({
    authorId: post('a').authorId,
    limit: 20,
  });
  const opened = api.timeline.post.byId.queryKey({ id: 'b' });
  const head = api.timeline.feed.head.queryKey({ since: null });
  queryClient.setQueryData(recent, pagesOf(['a'], ['b']));
  queryClient.setQueryData(byAuthor, pagesOf(['b', 'c']));
  queryClient.setQueryData(opened, post('b'));
  queryClient.setQueryData(head, { newCount: 2 });

  posts.patch('b', (shown) => ({ ...shown, likeCount: 7 }));

  expect(queryClient.getQueryData(recent)?.pages[1]?.items[0]?.likeCount).toBe(7);
  expect(queryClient.getQueryData(byAuthor)?.pages[0]?.items.map((p) => p.likeCount)).toEqual([
    7, 0,
  ]);
  expect(queryClient.getQueryData(opened)?.likeCount).toBe(7);
  expect(queryClient.getQueryData(head)).toEqual({ newCount: 2 });
});

test('a new post shows on top of its own feeds, and not in those of others', () => {
  const { queryClient, api, posts } = setUp();
  const keyOf = (sort: 'newest' | 'mostCommented') =>
    api.timeline.feed.following.infiniteQueryKey({ limit: 20, sort });
  const [following, sorted] = [keyOf('newest'), keyOf('mostCommented')];
  const other = api.timeline.feed.byAuthor.infiniteQueryKey({
    authorId: '0199a000-0000-7000-8000-00000000000b',
    limit: 20,
  });
  const followed = pagesOf(['a']);
  for (const key of [following, sorted]) queryClient.setQueryData<unknown>(key, followed);
  queryClient.setQueryData(other, pagesOf(['x']));

  posts.insert(post('b'));

  expect(queryClient.getQueryData(following)?.pages[0]?.items.map(({ id }) => id)).toEqual([
    'b',
    'a',
  ]);
  expect(queryClient.getQueryData(sorted)?.pages[0]?.items.map(({ id }) => id)).toEqual(['a']);
  expect(queryClient.getQueryData(other)?.pages[0]?.items.map(({ id }) => id)).toEqual(['x']);
});

test('a feed that begins in its middle begins anew for a new post: it would not be in its place there', () => {
  const { queryClient, api, posts } = setUp();
  const mine = api.timeline.feed.mine.infiniteQueryKey({ limit: 20 });
  const recent = api.timeline.feed.recent.infiniteQueryKey({ limit: 20 });
  const following = api.timeline.feed.following.infiniteQueryKey({ limit: 20, sort: 'newest' });
  const [page] = pagesOf(['a']).pages;
  if (!page) throw new Error('no page');
  const middle = { ...page, previousCursor: 'above', since: null };
  queryClient.setQueryData(following, { pages: [middle], pageParams: ['here'] });
  queryClient.setQueryData(mine, pagesOf(['a']));
  posts.insert(post('b'));
  expect(queryClient.getQueryData(following)).toBeUndefined();
  expect(queryClient.getQueryData(mine)?.pages[0]?.items.map(({ id }) => id)).toEqual(['b', 'a']);
  expect(queryClient.getQueryData(recent)).toBeUndefined();
});

test('in a list that was gone on with from its middle the newest that was known is what new posts are counted from', () => {
  const [marked] = pagesOf(['c', 'b']).pages;
  const [above] = pagesOf(['e', 'd']).pages;
  if (!marked || !above) throw new Error('no page');
  const shown = {
    pages: [{ ...marked, previousCursor: 'up', newestId: 'f' }],
    pageParams: ['marker'],
  };
  expect(headOf(shown)).toEqual({ since: 'f', insertedCount: 0 });
  const withAbove = (ids: string[]) => ({
    pages: [{ ...above, items: ids.map(post), previousCursor: 'more' }, ...shown.pages],
    pageParams: ['up', ...shown.pageParams],
  });
  expect(headOf(withAbove(['e', 'd'])).since).toBe('f');
  expect(headOf(withAbove(['h', 'g', 'f'])).since).toBe('h');
});

test('a deleted post leaves every feed', () => {
  const { queryClient, api, posts } = setUp();
  const recent = api.timeline.feed.recent.infiniteQueryKey({ limit: 20 });
  queryClient.setQueryData(recent, pagesOf(['a', 'b'], ['c']));
  const head = [...feedHeadsKey, ...recent];
  queryClient.setQueryData(head, [post('b')]);
  posts.drop('b');
  expect(queryClient.getQueryData(head)).toEqual([]);
  expect(itemsOf(queryClient.getQueryData(recent) ?? pagesOf()).map(({ id }) => id)).toEqual([
    'a',
    'c',
  ]);
  expect(posts.find('b')).toBeUndefined();
});

test('a change and a deletion reach what was found, whose marks do not outlive the text', () => {
  const { queryClient, api, posts } = setUp();
  const found = api.search.search.posts.infiniteQueryKey({ query: 'a', sort: 'best', limit: 20 });
  const highlights = [{ start: 0, end: 1 }];
  const items = ['a', 'b'].map((id) => ({ post: post(id), highlights }));
  queryClient.setQueryData(found, { pages: [{ items, nextCursor: null }], pageParams: [null] });
  const shown = () => queryClient.getQueryData(found)?.pages[0]?.items;

  posts.patch('a', (one) => ({ ...one, liked: true }));
  expect(posts.find('a')?.liked).toBe(true);
  expect(shown()?.[0]?.highlights).toEqual(highlights);
  posts.patch('a', (one) => ({ ...one, text: 'b, not a' }));
  expect(shown()?.map((item) => item.highlights)).toEqual([[], highlights]);
  posts.drop('a');
  expect(shown()?.map((item) => item.post.id)).toEqual(['b']);
});

test('the posts of a member who is blocked or muted leave what would not show them any more, and that alone', () => {
  const { queryClient, api, posts } = setUp();
  const { authorId } = post('a');
  const other = (id: string) => ({ ...post(id), authorId: '0199a000-0000-7000-8000-00000000000b' });
  const { recent, bookmarked, byAuthor } = api.timeline.feed;
  const keys = {
    recent: recent.infiniteQueryKey({ limit: 20 }),
    bookmarked: bookmarked.infiniteQueryKey({ limit: 20 }),
    own: byAuthor.infiniteQueryKey({ authorId, limit: 20 }),
  };
  const found = api.search.search.posts.infiniteQueryKey({ query: 'a', sort: 'best', limit: 20 });
  for (const key of Object.values(keys)) {
    const page = { items: [post('a'), other('b')], nextCursor: null, startCursor: null };
    queryClient.setQueryData<unknown>(key, { pages: [page], pageParams: [null] });
  }
  const items = [post('a'), other('b')].map((one) => ({ post: one, highlights: [] }));
  queryClient.setQueryData(found, { pages: [{ items, nextCursor: null }], pageParams: [null] });
  const idsIn = (key: QueryKey) =>
    itemsOf(queryClient.getQueryData<PostPages>(key) ?? pagesOf()).map(({ id }) => id);

  posts.dropAuthor(authorId, 'muted');
  expect(idsIn(keys.recent)).toEqual(['b']);
  expect(queryClient.getQueryData(found)?.pages[0]?.items.map((one) => one.post.id)).toEqual(['b']);
  expect(idsIn(keys.bookmarked)).toEqual(['a', 'b']);
  posts.dropAuthor(authorId, 'blocked');
  expect(idsIn(keys.bookmarked)).toEqual(['b']);
  expect(idsIn(keys.own)).toEqual(['a', 'b']);
});

test('a feed that is to be read anew is so still when a post elsewhere has changed', () => {
  const { queryClient, api, posts } = setUp();
  const [recent, following] = [
    api.timeline.feed.recent.infiniteQueryKey({ limit: 20 }),
    api.timeline.feed.following.infiniteQueryKey({ limit: 20 }),
  ];
  queryClient.setQueryData(recent, pagesOf(['a']));
  queryClient.setQueryData<unknown>(following, pagesOf(['b']));
  const head = [...feedHeadsKey, ...following];
  queryClient.setQueryData(head, [post('b')]);
  const outdated = [following, head];
  for (const queryKey of outdated) {
    void queryClient.invalidateQueries({ queryKey, refetchType: 'none' });
  }
  posts.patch('a', (one) => ({ ...one, liked: true }));
  posts.drop('a');
  const states = outdated.map((key: QueryKey) => queryClient.getQueryState(key));
  expect(states.map((state) => state?.isInvalidated)).toEqual([true, true]);
});

test('what a tab inserted itself never hides what the service has above the last answer', () => {
  const shown = insertPost(insertPost(pagesOf(['a']), post('b')), post('c'));
  expect(headOf(shown)).toEqual({ since: 'a', insertedCount: 2 });
  expect(headOf(pagesOf([]))).toEqual({ since: null, insertedCount: 0 });
});

test('a post that two pages repeat, or that is inserted twice, shows once', () => {
  expect(itemsOf(pagesOf(['a', 'b'], ['b', 'c'])).map(({ id }) => id)).toEqual(['a', 'b', 'c']);
  expect(itemsOf(insertPost(pagesOf(['a']), post('a')))).toHaveLength(1);
});

test('a post that is liked while its page is asked for anew stays liked; of what is known already nothing is written', async () => {
  const { queryClient, api, posts } = setUp(createQueryClient());
  const found = api.search.search.posts.infiniteQueryKey({ query: 'a', limit: 20 });
  queryClient.setQueryData(found, {
    pages: [{ items: [{ post: post('b'), highlights: [] }], nextCursor: null }],
    pageParams: [null],
  });
  const opened = api.timeline.post.byId.queryKey({ id: 'b' });
  queryClient.setQueryData(opened, post('b'));
  let held = Promise.withResolvers<void>();
  const observer = new QueryObserver(queryClient, {
    queryKey: opened,
    queryFn: async () => {
      await held.promise;
      return post('b');
    },
    staleTime: Infinity,
  });
  const end = observer.subscribe(() => undefined);
  const reading = observer.refetch();
  posts.patch('b', (shown) => ({ ...shown, liked: true }));
  held.resolve();
  held = Promise.withResolvers();
  await reading;
  expect(queryClient.getQueryData(opened)?.liked).toBe(true);
  expect(queryClient.getQueryState(opened)?.fetchStatus).toBe('fetching');

  const before = [found, opened].map((key: QueryKey) => queryClient.getQueryState(key));
  posts.patch('b', (shown) => shown);
  posts.drop('nobody');
  const after = [found, opened].map((key: QueryKey) => queryClient.getQueryState(key));
  expect(after.map((state, index) => state === before[index])).toEqual([true, true]);
  end();
});
