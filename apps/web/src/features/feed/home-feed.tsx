'use client';

import type { PostPage } from '@dailyfeed/contract/post';
import { useTranslations } from 'next-intl';
import type { ReactNode } from 'react';

import { useSession } from '../../lib/session.tsx';
import { PostComposer } from '../composer/post-composer.tsx';
import { FeedHeader } from './feed-header.tsx';
import { FollowingFeed } from './following-feed.tsx';
import { RecentFeed } from './recent-feed.tsx';
import { Welcome } from './welcome.tsx';

export type FeedPageProps = {
  /** First page of the recent feed, when a visitor asked the server for it. */
  initialRecent: PostPage | undefined;
};

/*
 * Each page is one element that begins at the top: Next goes there after a navigation, and passes over sticky and
 * fixed ones when it looks for it.
 */

/** `/`: what the people a member follows wrote; for a visitor, what everybody wrote. */
export function HomeFeed({ initialRecent }: FeedPageProps): ReactNode {
  const t = useTranslations('feed');
  const isMember = useSession().likely === 'member';
  return (
    <div>
      <FeedHeader title={t('home')} />
      {isMember ? (
        <>
          <PostComposer />
          <FollowingFeed />
        </>
      ) : (
        <>
          <Welcome />
          <RecentFeed initial={initialRecent} />
        </>
      )}
    </div>
  );
}

/** `/recent`. */
export function RecentFeedPage({ initialRecent }: FeedPageProps): ReactNode {
  const t = useTranslations('feed');
  const isMember = useSession().likely === 'member';
  return (
    <div>
      <FeedHeader title={t('recentTitle')} />
      <p className="border-b border-line px-4 py-2.5 text-s text-ink-3 tablet:px-5">
        {t('recentText')}
      </p>
      {isMember && <PostComposer />}
      <RecentFeed initial={initialRecent} />
    </div>
  );
}
