'use client';

import type {
  CommentWindow,
  DiscussedPage,
  FollowingSort,
  PopularPage,
} from '@dailyfeed/contract/feed';
import { followingSorts } from '@dailyfeed/contract/following-sort';
import type { PostPage } from '@dailyfeed/contract/post';
import { Flame } from 'lucide-react';
import { useTranslations } from 'next-intl';
import type { ReactNode } from 'react';

import { routes } from '../../lib/routes.ts';
import { useSession } from '../../lib/session.tsx';
import { useSessionStart } from '../../lib/use-session-start.ts';
import { LinkChips } from '../../ui/link-chips.tsx';
import { EmptyState, QueryError } from '../../ui/state.tsx';
import { PostComposer } from '../composer/post-composer.tsx';
import { DiscussedFeed } from './discussed-feed.tsx';
import { FeedHeader } from './feed-header.tsx';
import { FollowingFeed } from './following-feed.tsx';
import { PopularFeed } from './popular-feed.tsx';
import { RecentFeed } from './recent-feed.tsx';
import { InPlaceOfPosts } from './skip-to-posts.tsx';
import { SortedFollowingFeed } from './sorted-following-feed.tsx';
import { Welcome } from './welcome.tsx';

/** First pages, when a visitor asked the server for them. */
type InitialRecent = { initialRecent: PostPage | undefined };
type InitialPopular = { initialPopular: PopularPage | undefined };

/*
 * Each page is one element that begins at the top: Next goes there after a navigation, and passes over sticky and
 * fixed ones when it looks for it.
 */

/** `/`: what the people a member follows wrote; for a visitor, what is popular, or recent before anything is. */
export function HomeFeed({
  sort,
  initialPopular,
  initialRecent,
}: InitialRecent & InitialPopular & { sort: FollowingSort }): ReactNode {
  const t = useTranslations('feed');
  const isMember = useSession().likely === 'member';
  return (
    <div>
      <FeedHeader title={t('home')} />
      {isMember ? (
        <>
          <PostComposer />
          <LinkChips
            label={t('sorts')}
            chips={followingSorts.map((choice) => ({
              href: routes.home(choice),
              label: t(`sort_${choice}`),
              isCurrent: choice === sort,
            }))}
          />
          <MemberFeed sort={sort} />
        </>
      ) : (
        <>
          <Welcome />
          <PopularFeed initial={initialPopular} empty={<RecentFeed initial={initialRecent} />} />
        </>
      )}
    </div>
  );
}

function MemberFeed({ sort }: { sort: FollowingSort }): ReactNode {
  const session = useSessionStart();
  // Without an answer about the session nothing else is asked: this is the page's own failure to show.
  if (session.isError) {
    return (
      <InPlaceOfPosts>
        <QueryError query={session} />
      </InPlaceOfPosts>
    );
  }
  return sort === 'newest' ? <FollowingFeed /> : <SortedFollowingFeed key={sort} sort={sort} />;
}

/** `/recent`. */
export function RecentFeedPage({ initialRecent }: InitialRecent): ReactNode {
  const t = useTranslations('feed');
  const isMember = useSession().likely === 'member';
  return (
    <div>
      <FeedHeader title={t('recentTitle')} />
      <About>{t('recentText')}</About>
      {isMember && <PostComposer />}
      <RecentFeed initial={initialRecent} />
    </div>
  );
}

/** `/popular`. */
export function PopularFeedPage({ initialPopular }: InitialPopular): ReactNode {
  const t = useTranslations('feed');
  return (
    <div>
      <FeedHeader title={t('popularTitle')} />
      <About>{t('popularText')}</About>
      <PopularFeed
        initial={initialPopular}
        empty={
          <EmptyState icon={<Flame />} title={t('popularEmptyTitle')}>
            {t('popularEmptyText')}
          </EmptyState>
        }
      />
    </div>
  );
}

/** `/discussed`. */
export function DiscussedFeedPage(props: {
  window: CommentWindow;
  initial: DiscussedPage | undefined;
}): ReactNode {
  const t = useTranslations('feed');
  return (
    <div>
      <FeedHeader title={t('discussedTitle')} />
      <DiscussedFeed key={props.window} {...props} />
    </div>
  );
}

/** What the order of a feed is. */
function About({ children }: { children: ReactNode }): ReactNode {
  return (
    <p className="border-b border-line px-4 py-2.5 text-s text-ink-3 tablet:px-5">{children}</p>
  );
}
