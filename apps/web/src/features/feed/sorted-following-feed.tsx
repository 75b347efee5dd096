'use client';

import type { FollowingSort } from '@dailyfeed/contract/feed';
import { Users } from 'lucide-react';
import { useTranslations } from 'next-intl';
import type { ReactNode } from 'react';

import { useApi, useApiClient } from '../../lib/api.ts';
import { formatMoment } from '../../lib/format.ts';
import { useSession } from '../../lib/session.tsx';
import { useTimeContext } from '../../lib/time.ts';
import { EmptyState } from '../../ui/state.tsx';
import { feedOptions, pageSize } from './feed-options.ts';
import { FreshPill } from './fresh-pill.tsx';
import { PostList } from './post-list.tsx';
import { useList } from './use-list.ts';

/** Posts of those the member follows in another order than by time; how they stood when it was opened. */
export function SortedFollowingFeed({
  sort,
}: {
  sort: Exclude<FollowingSort, 'newest'>;
}): ReactNode {
  const t = useTranslations('feed');
  const timeContext = useTimeContext();
  const api = useApi();
  const isMember = useSession().state === 'member';
  const client = useApiClient();
  const options = api.timeline.feed.following.infiniteQueryOptions(
    { limit: pageSize, sort },
    { ...feedOptions, enabled: isMember },
  );
  const query = useList(options);
  const since = query.data?.pages[0]?.since;
  const time = since && formatMoment(new Date(since), timeContext);
  return (
    <>
      <p className="border-b border-line px-4 py-2.5 text-s text-ink-3 tablet:px-5">
        {time ? t('sortedSince', { time }) : t(`sorted_${sort}`)}
      </p>
      <FreshPill
        feed={{ key: options.queryKey, query }}
        order="ranked"
        load={(limit) => client.timeline.feed.following.query({ sort, limit })}
      />
      <PostList
        query={query}
        label={t('posts')}
        empty={
          <EmptyState icon={<Users />} title={t(`sortedEmptyTitle_${sort}`)}>
            {t('sortedEmptyText')}
          </EmptyState>
        }
      />
    </>
  );
}
