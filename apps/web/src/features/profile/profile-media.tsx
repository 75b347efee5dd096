'use client';

import type { Profile } from '@dailyfeed/contract/member';
import type { PostPage } from '@dailyfeed/contract/post';
import { useInfiniteQuery } from '@tanstack/react-query';
import { Images } from 'lucide-react';
import { useTranslations } from 'next-intl';
import type { ReactNode } from 'react';

import { useApi } from '../../lib/api.ts';
import { EmptyState } from '../../ui/state.tsx';
import { feedOptions } from '../feed/feed-options.ts';
import { useFirstPage } from '../feed/use-first-page.ts';
import { PictureGrid } from '../image/picture-grid.tsx';
import { mediaPageSize } from './media-options.ts';
import { ProfileFrame } from './profile-frame.tsx';

/** A member's profile and the pictures of their posts. */
export function ProfileMedia(props: {
  handle: string;
  /** As the server saw them for a visitor; undefined where a visitor may not see them. */
  initialProfile: Profile | undefined;
  initialPosts: PostPage | undefined;
}): ReactNode {
  const { handle, initialProfile, initialPosts } = props;
  return (
    <ProfileFrame handle={handle} initial={initialProfile}>
      {(profile) => <MediaOf profile={profile} initial={initialPosts} />}
    </ProfileFrame>
  );
}

function MediaOf(props: { profile: Profile; initial: PostPage | undefined }): ReactNode {
  const { profile, initial } = props;
  const t = useTranslations('profile');
  const api = useApi();
  const query = useInfiniteQuery(
    api.timeline.feed.byAuthor.infiniteQueryOptions(
      { authorId: profile.id, only: 'media', limit: mediaPageSize },
      { ...feedOptions, ...useFirstPage(initial) },
    ),
  );
  const name = profile.displayName;
  const isOwn = profile.relation?.isSelf === true;
  return (
    <PictureGrid
      query={query}
      label={t('mediaOf', { name })}
      empty={
        <EmptyState icon={<Images />} title={t(isOwn ? 'mediaEmptyOwnTitle' : 'mediaEmptyTitle')}>
          {isOwn ? t('mediaEmptyOwnText') : t('mediaEmptyText', { name })}
        </EmptyState>
      }
    />
  );
}
