'use client';

import { Bookmark, Heart, PencilLine } from 'lucide-react';
import { useTranslations } from 'next-intl';
import type { ReactNode } from 'react';

import { useApi, useApiClient } from '../../lib/api.ts';
import { buttonClass } from '../../ui/button-class.ts';
import { EmptyState } from '../../ui/state.tsx';
import { WriteLink } from '../shell/write-link.tsx';
import { feedOptions, markedOptions, pageSize } from './feed-options.ts';
import { FreshPill } from './fresh-pill.tsx';
import { PostList } from './post-list.tsx';
import { useList } from './use-list.ts';

/** The member's own posts; those they write elsewhere wait behind a pill. */
export function MyFeed(): ReactNode {
  const t = useTranslations('profile');
  const api = useApi();
  const client = useApiClient();
  const options = api.timeline.feed.mine.infiniteQueryOptions({ limit: pageSize }, feedOptions);
  const query = useList(options);
  return (
    <>
      <FreshPill
        feed={{ key: options.queryKey, query }}
        order="newest"
        load={(limit) => client.timeline.feed.mine.query({ limit })}
      />
      <PostList
        query={query}
        label={t('posts')}
        empty={
          <EmptyState icon={<PencilLine />} title={t('emptyOwnTitle')}>
            <p>{t('emptyOwnText')}</p>
            <WriteLink className={`${buttonClass()} mt-4`}>{t('emptyOwnAction')}</WriteLink>
          </EmptyState>
        }
      />
    </>
  );
}

/** What the member likes, the last liked first. */
export function LikedFeed(): ReactNode {
  const t = useTranslations('feed');
  const api = useApi();
  const query = useList(
    api.timeline.feed.liked.infiniteQueryOptions({ limit: pageSize }, markedOptions),
  );
  return (
    <PostList
      query={query}
      label={t('liked')}
      empty={
        <EmptyState icon={<Heart />} title={t('likedEmptyTitle')}>
          {t('likedEmptyText')}
        </EmptyState>
      }
    />
  );
}

/** What the member keeps, the last kept first. */
export function BookmarkedFeed(): ReactNode {
  const t = useTranslations('feed');
  const api = useApi();
  const query = useList(
    api.timeline.feed.bookmarked.infiniteQueryOptions({ limit: pageSize }, markedOptions),
  );
  return (
    <PostList
      query={query}
      label={t('bookmarks')}
      empty={
        <EmptyState icon={<Bookmark />} title={t('bookmarksEmptyTitle')}>
          {t('bookmarksEmptyText')}
        </EmptyState>
      }
    />
  );
}
