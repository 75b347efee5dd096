import { type InfiniteData, InfiniteQueryObserver } from '@tanstack/react-query';
import { expect, test } from 'vitest';

import { createQueryClient } from './query-client.ts';

type List = InfiniteData<string[], number>;
const queryKey = ['list'];

/** A list of pages from -1 to 1 that begins at 0; what is asked for waits for `answer`. */
function startList() {
  const queryClient = createQueryClient();
  let held = Promise.withResolvers<void>();
  const observer = new InfiniteQueryObserver(queryClient, {
    queryKey,
    queryFn: async ({ pageParam }: { pageParam: number }) => {
      await held.promise;
      return [`post ${pageParam}`];
    },
    initialPageParam: 0,
    getNextPageParam: (_page, _pages, param: number) => (param < 1 ? param + 1 : null),
    getPreviousPageParam: (_page, _pages, param: number) => (param > -1 ? param - 1 : null),
    retry: false,
  });
  const leave = observer.subscribe(() => undefined);
  const next = (end: (promise: PromiseWithResolvers<void>) => void): void => {
    const before = held;
    held = Promise.withResolvers();
    end(before);
  };
  return {
    observer,
    leave,
    answer: () => next((promise) => promise.resolve()),
    fail: () => next((promise) => promise.reject(new Error('away'))),
    like: (post: string) =>
      queryClient.setQueryData<List>(
        queryKey,
        (list) =>
          list && {
            ...list,
            pages: list.pages.map((page) => page.map((it) => (it === post ? `${it}, liked` : it))),
          },
      ),
    list: () => queryClient.getQueryData<List>(queryKey),
  };
}

async function startedList() {
  const started = startList();
  const first = started.observer.refetch();
  started.answer();
  await first;
  return started;
}

test.each([
  ['below', 'fetchNextPage', { pages: [['post 0, liked'], ['post 1']], pageParams: [0, 1] }],
  ['above', 'fetchPreviousPage', { pages: [['post -1'], ['post 0, liked']], pageParams: [-1, 0] }],
] as const)(
  'what is changed while a page %s is on its way stays changed',
  async (_, load, expected) => {
    const { observer, answer, like, list } = await startedList();
    const loading = observer[load]();
    like('post 0');
    answer();
    await loading;
    expect(list()).toEqual(expected);
    expect(observer.getCurrentResult().data).toEqual(expected);
  },
);

test('a page that does not come takes no change away, and the next one that is asked for adds to it once', async () => {
  const { observer, answer, fail, like, list } = await startedList();
  const failing = observer.fetchNextPage();
  like('post 0');
  fail();
  await failing;
  expect(list()).toEqual({ pages: [['post 0, liked']], pageParams: [0] });
  const loading = observer.fetchNextPage();
  answer();
  await loading;
  expect(list()).toEqual({ pages: [['post 0, liked'], ['post 1']], pageParams: [0, 1] });
});

test('a list that is loaded anew is as it comes', async () => {
  const { observer, answer, like, list } = await startedList();
  like('post 0');
  const loading = observer.refetch();
  answer();
  await loading;
  expect(list()).toEqual({ pages: [['post 0']], pageParams: [0] });
  expect(observer.getCurrentResult().fetchStatus).toBe('idle');
});

test('what is changed while a list is loaded anew stays changed, until it has been read after that', async () => {
  const { observer, answer, like, list } = await startedList();
  const loading = observer.refetch();
  like('post 0');
  answer();
  await loading;
  expect(list()).toEqual({ pages: [['post 0, liked']], pageParams: [0] });
  expect(observer.getCurrentResult()).toMatchObject({ fetchStatus: 'fetching', data: list() });
  const again = observer.refetch({ cancelRefetch: false });
  answer();
  await again;
  expect(list()).toEqual({ pages: [['post 0']], pageParams: [0] });
  expect(observer.getCurrentResult().fetchStatus).toBe('idle');
});

test('what changes each time that it is read is not read for ever, and counts as not read', async () => {
  const { observer, answer, like, list } = await startedList();
  let reading: Promise<unknown> = observer.refetch();
  for (let count = 1; count <= 3; count += 1) {
    expect(observer.getCurrentResult().fetchStatus).toBe('fetching');
    like('post 0');
    answer();
    await reading;
    reading = observer.getCurrentResult().isFetching
      ? observer.refetch({ cancelRefetch: false })
      : Promise.resolve();
  }
  expect(list()).toEqual({ pages: [['post 0, liked']], pageParams: [0] });
  expect(observer.getCurrentResult()).toMatchObject({ fetchStatus: 'idle', isStale: true });
});

test('what nobody looks at any more keeps its changes, and is read when somebody looks again', async () => {
  const { observer, answer, like, list, leave } = await startedList();
  const loading = observer.refetch();
  leave();
  like('post 0');
  answer();
  await loading;
  expect(list()).toEqual({ pages: [['post 0, liked']], pageParams: [0] });
  observer.subscribe(() => undefined);
  expect(observer.getCurrentResult().fetchStatus).toBe('fetching');
});
