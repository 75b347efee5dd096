'use client';

import type { PostPage } from '@dailyfeed/contract/post';
import { MessagesSquare } from 'lucide-react';
import { useTranslations } from 'next-intl';
import type { ReactNode } from 'react';

import { useApi, useApiClient } from '../../lib/api.ts';
import { EmptyState } from '../../ui/state.tsx';
import { feedOptions, pageSize } from './feed-options.ts';
import { FreshPill } from './fresh-pill.tsx';
import { PostList } from './post-list.tsx';
import { useFirstPage } from './use-first-page.ts';
import { useList } from './use-list.ts';

/** Everybody's posts that the reader may read, by their latest activity. `initial` is the first page as the server saw it for a visitor. */
export function RecentFeed({ initial }: { initial?: PostPage | undefined }): ReactNode {
  const t = useTranslations('feed');
  const api = useApi();
  const client = useApiClient();
  const options = api.timeline.feed.recent.infiniteQueryOptions(
    { limit: pageSize },
    { ...feedOptions, ...useFirstPage(initial) },
  );
  const query = useList(options);
  return (
    <>
      <FreshPill
        feed={{ key: options.queryKey, query }}
        order="activity"
        load={(limit) => client.timeline.feed.recent.query({ limit })}
      />
      <PostList
        query={query}
        label={t('posts')}
        empty={
          <EmptyState icon={<MessagesSquare />} title={t('recentEmptyTitle')}>
            {t('recentEmptyText')}
          </EmptyState>
        }
      />
    </>
  );
}
