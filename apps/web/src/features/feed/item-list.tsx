'use client';

import type { Page } from '@dailyfeed/contract/page';
import type { InfiniteData, UseInfiniteQueryResult } from '@tanstack/react-query';
import { type ReactNode, useMemo, useRef } from 'react';

import { QueryError } from '../../ui/state.tsx';
import { itemsOf } from '../post/post-cache.ts';
import { PostCardSkeletons } from '../post/post-card-skeleton.tsx';
import { ListEnd } from './list-end.tsx';
import { postsId } from './skip-to-posts.tsx';
import { usePlace } from './use-place.ts';

/** An endless list in each of its states: loading, failed, empty, with more to come, read to the end. */
export function ItemList<Item extends { id: string }>(props: {
  query: UseInfiniteQueryResult<InfiniteData<Page<Item>, string | null>, unknown>;
  label: string;
  empty: ReactNode;
  children: (item: Item) => ReactNode;
}): ReactNode {
  const { query, label, empty, children } = props;
  const { data } = query;
  const items = useMemo(() => (data ? itemsOf(data) : []), [data]);
  const list = useRef<HTMLElement>(null);
  usePlace(list, query);
  if (!data) {
    return query.isError ? <QueryError query={query} /> : <PostCardSkeletons />;
  }
  if (items.length === 0 && !query.hasNextPage) return empty;
  return (
    <section ref={list} id={postsId} tabIndex={-1} aria-label={label} className="outline-none">
      <ol>
        {items.map((item) => (
          <li key={item.id} data-item={item.id}>
            {children(item)}
          </li>
        ))}
      </ol>
      <ListEnd query={query} />
    </section>
  );
}
