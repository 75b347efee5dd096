import type { Page } from '@dailyfeed/contract/page';
import { InfiniteQueryObserver, onlineManager, QueryObserver } from '@tanstack/react-query';
import { expect, onTestFinished, test } from 'vitest';

import { createQueryClient } from '../../lib/query-client.ts';
import { followOptions } from './follow-options.ts';

const queryKey = ['followers'];
const minuteMs = 60_000;

/** A list of followers of which these pages were read a minute ago; `visit` shows it. */
function setUp(pageCount: number) {
  const queryClient = createQueryClient();
  queryClient.mount();
  onTestFinished(() => queryClient.unmount());
  const pages = Array.from({ length: pageCount }, () => ({ items: ['ann'], nextCursor: 'next' }));
  queryClient.setQueryData(
    queryKey,
    { pages, pageParams: [null, ...pages.slice(1).map(() => 'next')] },
    { updatedAt: Date.now() - minuteMs },
  );
  const observer = new InfiniteQueryObserver(queryClient, {
    queryKey,
    // Never answered: what is asked for is seen to be on its way.
    queryFn: () => new Promise<Page<string>>(() => undefined),
    initialPageParam: null,
    ...followOptions,
  });
  return {
    queryClient,
    visit: () => onTestFinished(observer.subscribe(() => undefined)),
    isRead: () => observer.getCurrentResult().isFetching,
  };
}

test('a list of followers that was read further stays as it is when one comes back to it, unless one has changed it', () => {
  const { queryClient, visit, isRead } = setUp(2);
  void queryClient.invalidateQueries({ queryKey, refetchType: 'none' });
  visit();
  expect(isRead()).toBe(true);
  const kept = setUp(2);
  kept.visit();
  expect(kept.isRead()).toBe(false);
});

test('of a list of followers of which one has seen no more than its beginning a visit asks who has come', () => {
  const { visit, isRead } = setUp(1);
  visit();
  expect(isRead()).toBe(true);
});

test('a list of followers is not read anew under the eye when the connection comes back', async () => {
  const { queryClient, visit, isRead } = setUp(2);
  visit();
  let askedCount = 0;
  const other = new QueryObserver(queryClient, {
    queryKey: ['other'],
    queryFn: () => Promise.resolve((askedCount += 1)),
    staleTime: 0,
  });
  onTestFinished(other.subscribe(() => undefined));
  await expect.poll(() => other.getCurrentResult().isSuccess).toBe(true);
  onTestFinished(() => onlineManager.setOnline(true));
  onlineManager.setOnline(false);
  onlineManager.setOnline(true);
  await expect.poll(() => askedCount).toBe(2);
  expect(isRead()).toBe(false);
});
