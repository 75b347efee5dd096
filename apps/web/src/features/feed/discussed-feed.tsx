'use client';

import type { CommentWindow, DiscussedPage } from '@dailyfeed/contract/feed';
import { MessagesSquare } from 'lucide-react';
import { useTranslations } from 'next-intl';
import type { ReactNode } from 'react';

import { useApi, useApiClient } from '../../lib/api.ts';
import { routes } from '../../lib/routes.ts';
import { LinkChips } from '../../ui/link-chips.tsx';
import { EmptyState } from '../../ui/state.tsx';
import { feedOptions, pageSize } from './feed-options.ts';
import { FreshPill } from './fresh-pill.tsx';
import { PostList } from './post-list.tsx';
import { useFirstPage } from './use-first-page.ts';
import { useList } from './use-list.ts';

const windows: CommentWindow[] = ['24h', '7d', 'all'];

/** Everybody's posts that the reader may read by the comments they got within the window. */
export function DiscussedFeed(props: {
  window: CommentWindow;
  initial?: DiscussedPage | undefined;
}): ReactNode {
  const { window, initial } = props;
  const t = useTranslations('feed');
  const api = useApi();
  const client = useApiClient();
  const options = api.timeline.feed.mostCommented.infiniteQueryOptions(
    { window, limit: pageSize },
    { ...feedOptions, ...useFirstPage(initial) },
  );
  const query = useList(options);
  return (
    <>
      <LinkChips
        label={t('windows')}
        chips={windows.map((choice) => ({
          href: routes.discussed(choice),
          label: t(`window_${choice}`),
          isCurrent: choice === window,
        }))}
      />
      <FreshPill
        feed={{ key: options.queryKey, query }}
        order="ranked"
        load={(limit) => client.timeline.feed.mostCommented.query({ window, limit })}
      />
      <PostList
        query={query}
        label={t('posts')}
        empty={
          <EmptyState icon={<MessagesSquare />} title={t('discussedEmptyTitle')}>
            {t('discussedEmptyText')}
          </EmptyState>
        }
        noteOf={(post) => t(`discussed_${window}`, { count: post.windowCommentCount })}
      />
    </>
  );
}
