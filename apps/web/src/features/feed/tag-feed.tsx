'use client';

import type { PostPage } from '@dailyfeed/contract/post';
import { Hash } from 'lucide-react';
import { useTranslations } from 'next-intl';
import type { ReactNode } from 'react';

import { useApi, useApiClient } from '../../lib/api.ts';
import { EmptyState } from '../../ui/state.tsx';
import { feedOptions, pageSize } from './feed-options.ts';
import { FreshPill } from './fresh-pill.tsx';
import { PostList } from './post-list.tsx';
import { useFirstPage } from './use-first-page.ts';
import { useList } from './use-list.ts';

/** Everybody's posts that the reader may read with a tag, newest first. */
export function TagFeed(props: { tag: string; initial?: PostPage | undefined }): ReactNode {
  const { tag, initial } = props;
  const t = useTranslations('feed');
  const api = useApi();
  const client = useApiClient();
  const options = api.timeline.feed.tag.infiniteQueryOptions(
    { tag, limit: pageSize },
    { ...feedOptions, ...useFirstPage(initial) },
  );
  const query = useList(options);
  return (
    <>
      <FreshPill
        feed={{ key: options.queryKey, query }}
        order="newest"
        load={(limit) => client.timeline.feed.tag.query({ tag, limit })}
      />
      <PostList
        query={query}
        label={t('postsWith', { tag })}
        empty={
          <EmptyState icon={<Hash />} title={t('tagEmptyTitle')}>
            {t('tagEmptyText', { tag })}
          </EmptyState>
        }
      />
    </>
  );
}
