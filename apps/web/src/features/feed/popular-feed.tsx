'use client';

import type { PopularPage, PopularPost } from '@dailyfeed/contract/feed';
import { useTranslations } from 'next-intl';
import type { ReactNode } from 'react';

import { useApi, useApiClient } from '../../lib/api.ts';
import { feedOptions, pageSize } from './feed-options.ts';
import { FreshPill } from './fresh-pill.tsx';
import { PostList } from './post-list.tsx';
import { useFirstPage } from './use-first-page.ts';
import { useList } from './use-list.ts';

/** Everybody's posts that the reader may read by what they have gathered, each with the reason. `empty` stands in for none at all. */
export function PopularFeed(props: {
  initial?: PopularPage | undefined;
  empty: ReactNode;
}): ReactNode {
  const { initial, empty } = props;
  const t = useTranslations('feed');
  const api = useApi();
  const client = useApiClient();
  const options = api.timeline.feed.popular.infiniteQueryOptions(
    { limit: pageSize },
    { ...feedOptions, ...useFirstPage(initial) },
  );
  const query = useList(options);
  return (
    <>
      <FreshPill
        feed={{ key: options.queryKey, query }}
        order="ranked"
        load={(limit) => client.timeline.feed.popular.query({ limit })}
      />
      <PostList query={query} label={t('posts')} empty={empty} noteOf={explain} />
    </>
  );
}

function explain(post: PopularPost): ReactNode {
  return <Why post={post} />;
}

/** Why a post is here: what counted for it when its rank was fixed. */
function Why({ post }: { post: PopularPost }): ReactNode {
  const t = useTranslations('feed');
  const { why } = post;
  const reasons = [
    [why.viewCount, 'whyViews'],
    [why.likeCount, 'whyLikes'],
    [why.commentCount, 'whyComments'],
    [why.bookmarkCount, 'whyBookmarks'],
  ] as const;
  const counted = reasons.filter(([count]) => count > 0).map(([count, key]) => t(key, { count }));
  const score = t('whyScore', { score: Math.round(why.score * 10) / 10 });
  return <p title={t('popularText')}>{[t('why'), ...counted, score].join(' · ')}</p>;
}
