'use client';

import type { FoundComment, FoundCommentPage, SearchSort } from '@dailyfeed/contract/search';
import { useInfiniteQuery } from '@tanstack/react-query';
import { useTranslations } from 'next-intl';
import type { ReactNode } from 'react';

import { useApi } from '../../lib/api.ts';
import { CommentCard } from '../comment/comment-card.tsx';
import { feedOptions, pageSize } from '../feed/feed-options.ts';
import { ItemList } from '../feed/item-list.tsx';
import { NothingFound, UnlessEmptyQuery } from './nothing-found.tsx';
import { withIds } from './with-ids.ts';

const select = withIds(({ comment }: FoundComment) => comment.id);

/** Comments that match a query. */
export function FoundComments(props: {
  query: string;
  sort: SearchSort;
  initial: FoundCommentPage | undefined;
}): ReactNode {
  const { query, sort, initial } = props;
  const t = useTranslations('search');
  const result = useInfiniteQuery(
    useApi().search.search.comments.infiniteQueryOptions(
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
        label={t('found_comments')}
        empty={<NothingFound type="comments" query={query} />}
      >
        {drawComment}
      </ItemList>
    </UnlessEmptyQuery>
  );
}

function drawComment({ comment, highlights }: FoundComment): ReactNode {
  return <CommentCard comment={comment} highlights={highlights} />;
}
