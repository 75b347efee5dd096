'use client';

import type { PostPage } from '@dailyfeed/contract/post';
import { useInfiniteQuery } from '@tanstack/react-query';
import { Hash } from 'lucide-react';
import { useTranslations } from 'next-intl';
import type { ReactNode } from 'react';

import { useApi } from '../../lib/api.ts';
import { EmptyState } from '../../ui/state.tsx';
import { feedOptions, pageSize } from './feed-options.ts';
import { PostList } from './post-list.tsx';
import { useFirstPage } from './use-first-page.ts';

/** Everybody's public posts with a tag, newest first. */
export function TagFeed(props: { tag: string; initial?: PostPage | undefined }): ReactNode {
  const { tag, initial } = props;
  const t = useTranslations('feed');
  const api = useApi();
  const query = useInfiniteQuery(
    api.timeline.feed.tag.infiniteQueryOptions(
      { tag, limit: pageSize },
      { ...feedOptions, ...useFirstPage(initial) },
    ),
  );
  return (
    <PostList
      query={query}
      label={t('postsWith', { tag })}
      empty={
        <EmptyState icon={<Hash />} title={t('tagEmptyTitle')}>
          {t('tagEmptyText', { tag })}
        </EmptyState>
      }
    />
  );
}
