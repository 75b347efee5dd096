'use client';

import type { CommentWindow, DiscussedPage } from '@dailyfeed/contract/feed';
import { useInfiniteQuery } from '@tanstack/react-query';
import { MessagesSquare } from 'lucide-react';
import { useTranslations } from 'next-intl';
import Link from 'next/link';
import type { ReactNode } from 'react';

import { useApi } from '../../lib/api.ts';
import { routes } from '../../lib/routes.ts';
import { EmptyState } from '../../ui/state.tsx';
import { feedOptions, pageSize } from './feed-options.ts';
import { PostList } from './post-list.tsx';

const windows: CommentWindow[] = ['24h', '7d', 'all'];

/** Everybody's public posts by the comments they got within the window. */
export function DiscussedFeed(props: {
  window: CommentWindow;
  initial?: DiscussedPage | undefined;
}): ReactNode {
  const { window, initial } = props;
  const t = useTranslations('feed');
  const api = useApi();
  const query = useInfiniteQuery(
    api.timeline.feed.mostCommented.infiniteQueryOptions(
      { window, limit: pageSize },
      {
        ...feedOptions,
        ...(initial && { initialData: { pages: [initial], pageParams: [null] } }),
      },
    ),
  );
  return (
    <>
      <WindowChoice current={window} />
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

function WindowChoice({ current }: { current: CommentWindow }): ReactNode {
  const t = useTranslations('feed');
  return (
    <nav
      aria-label={t('windows')}
      className="flex gap-1 border-b border-line px-3 py-2 tablet:px-4"
    >
      {windows.map((window) => (
        <Link
          key={window}
          href={routes.discussed(window)}
          aria-current={window === current ? 'true' : undefined}
          className="inline-flex min-h-9 items-center rounded-full px-3 text-s font-semibold text-ink-3 transition-colors duration-(--fast) hover:bg-sunken hover:text-ink aria-[current]:bg-sunken aria-[current]:text-ink pointer-coarse:min-h-11"
        >
          {t(`window_${window}`)}
        </Link>
      ))}
    </nav>
  );
}
