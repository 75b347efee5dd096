'use client';

import type { Page } from '@dailyfeed/contract/page';
import {
  type InfiniteData,
  keepPreviousData,
  type UseInfiniteQueryResult,
} from '@tanstack/react-query';
import { Fragment, type ReactNode, useRef } from 'react';

import { useKeptFocus } from '../../lib/use-kept-focus.ts';
import { EmptyState } from '../../ui/empty-state.tsx';
import { QueryError } from '../../ui/state.tsx';
import { ListEnd } from '../feed/list-edge.tsx';
import { FollowListSkeleton } from '../profile/follow-list-skeleton.tsx';

/** Each filter is asked for anew; what the one before found stays meanwhile. */
export const foundOptions = {
  getNextPageParam: (page: Page<unknown>): string | null => page.nextCursor,
  staleTime: 0,
  placeholderData: keepPreviousData,
};

/** What an admin's filter has found, in each of its states. */
export function FoundList<Item extends { id: string }>(props: {
  query: UseInfiniteQueryResult<InfiniteData<Page<Item>>, unknown>;
  label: string;
  empty: { icon: ReactNode; title: string; text: string };
  /** Draws an item as one of a list. */
  children: (item: Item) => ReactNode;
}): ReactNode {
  const { query, label, empty, children } = props;
  const list = useRef<HTMLElement>(null);
  useKeptFocus(list);
  if (!query.data) return query.isError ? <QueryError query={query} /> : <FollowListSkeleton />;
  const items = query.data.pages.flatMap((page) => page.items);
  return (
    <section ref={list} aria-label={label} className="outline-none">
      {items.length === 0 && !query.hasNextPage ? (
        <EmptyState icon={empty.icon} title={empty.title}>
          {empty.text}
        </EmptyState>
      ) : (
        <>
          <ul>
            {items.map((item) => (
              <Fragment key={item.id}>{children(item)}</Fragment>
            ))}
          </ul>
          <ListEnd query={query} />
        </>
      )}
    </section>
  );
}
