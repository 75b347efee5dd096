'use client';

import type { Profile } from '@dailyfeed/contract/member';
import type { PostPage } from '@dailyfeed/contract/post';
import { PencilLine } from 'lucide-react';
import { useTranslations } from 'next-intl';
import type { ReactNode } from 'react';

import { useApi } from '../../lib/api.ts';
import { buttonClass } from '../../ui/button-class.ts';
import { EmptyState } from '../../ui/state.tsx';
import { feedOptions, pageSize } from '../feed/feed-options.ts';
import { PostList } from '../feed/post-list.tsx';
import { useFirstPage } from '../feed/use-first-page.ts';
import { useList } from '../feed/use-list.ts';
import { WriteLink } from '../shell/write-link.tsx';
import { ProfileFrame } from './profile-frame.tsx';

export type ProfilePostsProps = {
  handle: string;
  /** As the server saw them for a visitor; undefined where a visitor may not see them. */
  initialProfile: Profile | undefined;
  initialPosts: PostPage | undefined;
};

/** A member's profile and posts. */
export function ProfilePosts(props: ProfilePostsProps): ReactNode {
  const { handle, initialProfile, initialPosts } = props;
  return (
    <ProfileFrame handle={handle} initial={initialProfile}>
      {(profile) => <PostsOf profile={profile} initial={initialPosts} />}
    </ProfileFrame>
  );
}

function PostsOf(props: { profile: Profile; initial: PostPage | undefined }): ReactNode {
  const { profile, initial } = props;
  const t = useTranslations('profile');
  const api = useApi();
  const query = useList(
    api.timeline.feed.byAuthor.infiniteQueryOptions(
      { authorId: profile.id, limit: pageSize },
      { ...feedOptions, ...useFirstPage(initial) },
    ),
  );
  const name = profile.displayName;
  return (
    <PostList
      query={query}
      label={t('postsOf', { name })}
      empty={
        profile.relation?.isSelf ? (
          <EmptyState icon={<PencilLine />} title={t('emptyOwnTitle')}>
            <p>{t('emptyOwnText')}</p>
            <WriteLink className={`${buttonClass()} mt-4`}>{t('emptyOwnAction')}</WriteLink>
          </EmptyState>
        ) : (
          <EmptyState icon={<PencilLine />} title={t('emptyTitle')}>
            {t('emptyText', { name })}
          </EmptyState>
        )
      }
    />
  );
}
