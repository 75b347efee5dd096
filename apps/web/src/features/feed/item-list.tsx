'use client';

import type { Page } from '@dailyfeed/contract/page';
import type { InfiniteData } from '@tanstack/react-query';
import { usePathname } from 'next/navigation';
import { memo, type ReactNode, useMemo, useRef } from 'react';

import { useHeights } from '../../lib/view-memory.tsx';
import { QueryError } from '../../ui/state.tsx';
import { stretchesOf } from '../post/post-cache.ts';
import { PostCardSkeletons } from '../post/post-card-skeleton.tsx';
import { HoldStill } from './hold-still.tsx';
import { ItemStretch } from './item-stretch.tsx';
import { ListEnd, ListStart } from './list-edge.tsx';
import { InPlaceOfPosts, postsId } from './skip-to-posts.tsx';
import type { ListQuery } from './use-list.ts';
import { usePlace } from './use-place.ts';

/** An endless list in each of its states: loading, failed, empty, with more to come, read to the end. */
export function ItemList<Item extends { id: string }>(props: {
  query: ListQuery<InfiniteData<Page<Item>, string | null>>;
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
  const heights = useHeights();
  const start = [pathname, label, 'start'].join(' ');
  const settle = (px: number): void => void heights.set(start, px);
  usePlace(list, query, settle);
  if (!data) {
    return (
      <InPlaceOfPosts>{query.isError ? <QueryError query={query} /> : waiting}</InPlaceOfPosts>
    );
  }
  // Asked of the pages: of one that only holds the place of a list the query knows nothing.
  const isEnd = data.pages.at(-1)?.nextCursor === null;
  const isEmpty = stretches.every((items) => items.length === 0);
  const isNothing = isEmpty && isEnd && !query.hasPreviousPage;
  return (
    <section
      ref={list}
      id={postsId}
      tabIndex={-1}
      aria-label={label}
      className="outline-none"
      style={{ paddingTop: heights.get(start) }}
    >
      {isNothing ? (
        empty
      ) : (
        <HoldStill list={list} onSettled={settle} start={data.pageParams[0] ?? null}>
          <ListStart query={query} />
          {stretches.map((items, page) => (
            <ItemStretch
              // Its cursor names a page wherever in the list it comes to stand.
              key={data.pageParams[page] ?? ''}
              name={[pathname, label, ...items.map(({ id }) => id)].join(' ')}
            >
              {items.map((item) => (
                <Row key={item.id} item={item} draw={children} />
              ))}
            </ItemStretch>
          ))}
          <ListEnd query={query} isEnd={isEnd} />
        </HoldStill>
      )}
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
