'use client';

import type { FoundPost, FoundPostPage, SearchSort } from '@dailyfeed/contract/search';
import { useInfiniteQuery } from '@tanstack/react-query';
import { useTranslations } from 'next-intl';
import type { ReactNode } from 'react';

import { useApi } from '../../lib/api.ts';
import { feedOptions, pageSize } from '../feed/feed-options.ts';
import { ItemList } from '../feed/item-list.tsx';
import { PostCard } from '../post/post-card.tsx';
import { NothingFound, UnlessEmptyQuery } from './nothing-found.tsx';
import { withIds } from './with-ids.ts';

const select = withIds(({ post }: FoundPost) => post.id);

/** Posts that match a query. */
export function FoundPosts(props: {
  query: string;
  sort: SearchSort;
  initial: FoundPostPage | undefined;
}): ReactNode {
  const { query, sort, initial } = props;
  const t = useTranslations('search');
  const result = useInfiniteQuery(
    useApi().search.search.posts.infiniteQueryOptions(
      { query, sort, limit: pageSize },
      {
        ...feedOptions,
        ...(initial && { initialData: { pages: [initial], pageParams: [null] } }),
        select,
      },
    ),
  );
  return (
    <UnlessEmptyQuery error={result.error}>
      <ItemList
        query={result}
        label={t('found_posts')}
        empty={<NothingFound type="posts" query={query} />}
      >
        {drawPost}
      </ItemList>
    </UnlessEmptyQuery>
  );
}

function drawPost({ post, highlights }: FoundPost): ReactNode {
  return <PostCard post={post} highlights={highlights} />;
}
