'use client';

import type { Page } from '@dailyfeed/contract/page';
import type { InfiniteData } from '@tanstack/react-query';
import { useTranslations } from 'next-intl';
import type { ReactNode } from 'react';

import { ItemList } from '../feed/item-list.tsx';
import type { ListQuery } from '../feed/use-list.ts';
import { NothingFound, UnlessEmptyQuery } from './nothing-found.tsx';
import type { SearchType } from './search-type.ts';

/** What matches a query, in each of its states. */
export function FoundItems<Item extends { id: string }>(props: {
  type: SearchType;
  query: string;
  result: ListQuery<InfiniteData<Page<Item>, string | null>>;
  /** Holds the place of items that are no posts while they load. */
  waiting?: ReactNode;
  /** Draws an item; the same function each time. */
  children: (item: Item) => ReactNode;
}): ReactNode {
  const { type, query, result, waiting, children } = props;
  const t = useTranslations('search');
  return (
    <UnlessEmptyQuery error={result.error}>
      <ItemList
        query={result}
        label={t(`found_${type}`)}
        empty={<NothingFound type={type} query={query} />}
        waiting={waiting}
      >
        {children}
      </ItemList>
    </UnlessEmptyQuery>
  );
}
