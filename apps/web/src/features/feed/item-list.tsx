'use client';

import type { Page } from '@dailyfeed/contract/page';
import type { InfiniteData, UseInfiniteQueryResult } from '@tanstack/react-query';
import { usePathname } from 'next/navigation';
import { memo, type ReactNode, useMemo, useRef } from 'react';

import { QueryError } from '../../ui/state.tsx';
import { stretchesOf } from '../post/post-cache.ts';
import { PostCardSkeletons } from '../post/post-card-skeleton.tsx';
import { ItemStretch } from './item-stretch.tsx';
import { ListEnd } from './list-end.tsx';
import { postsId } from './skip-to-posts.tsx';
import { usePlace } from './use-place.ts';

/** An endless list in each of its states: loading, failed, empty, with more to come, read to the end. */
export function ItemList<Item extends { id: string }>(props: {
  query: UseInfiniteQueryResult<InfiniteData<Page<Item>, string | null>, unknown>;
  label: string;
  empty: ReactNode;
  /** Holds the place of items that are no posts while they load. */
  waiting?: ReactNode;
  /** Draws an item; the same function each time, so that only items that changed are drawn again. */
  children: (item: Item) => ReactNode;
}): ReactNode {
  const { query, label, empty, waiting = <PostCardSkeletons />, children } = props;
  const { data } = query;
  const pathname = usePathname();
  const stretches = useMemo(() => (data ? stretchesOf(data) : []), [data]);
  const list = useRef<HTMLElement>(null);
  usePlace(list, query);
  if (!data) {
    return query.isError ? <QueryError query={query} /> : waiting;
  }
  if (stretches.every((items) => items.length === 0) && !query.hasNextPage) return empty;
  return (
    <section ref={list} id={postsId} tabIndex={-1} aria-label={label} className="outline-none">
      {stretches.map((items, page) => (
        <ItemStretch key={page} name={[pathname, label, ...items.map(({ id }) => id)].join(' ')}>
          {items.map((item) => (
            <Row key={item.id} item={item} draw={children} />
          ))}
        </ItemStretch>
      ))}
      <ListEnd query={query} />
    </section>
  );
}

const Row = memo(function Row<Item extends { id: string }>(props: {
  item: Item;
  draw: (item: Item) => ReactNode;
}): ReactNode {
  return <li data-item={props.item.id}>{props.draw(props.item)}</li>;
}) as <Item extends { id: string }>(props: {
  item: Item;
  draw: (item: Item) => ReactNode;
}) => ReactNode; // what memo gives has no type parameter
