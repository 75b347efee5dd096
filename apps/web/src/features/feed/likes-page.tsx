'use client';

import { useTranslations } from 'next-intl';
import type { ReactNode } from 'react';

import { useMe } from '../../lib/session.tsx';
import { MemberOnly } from '../auth/member-only.tsx';
import { PostCardSkeletons } from '../post/post-card-skeleton.tsx';
import { NotFound } from '../shell/not-found.tsx';
import { LikedFeed } from './own-feed.tsx';
import { OwnHeader } from './own-header.tsx';

/** `/@handle/likes`: what somebody likes is theirs to see, and nobody else's. */
export function LikesPage({ handle }: { handle: string }): ReactNode {
  return (
    <MemberOnly fallback={<PostCardSkeletons />}>
      <Likes handle={handle} />
    </MemberOnly>
  );
}

function Likes({ handle }: { handle: string }): ReactNode {
  const t = useTranslations('feed');
  const me = useMe();
  if (!me) return <PostCardSkeletons />;
  if (me.handle.toLowerCase() !== handle.toLowerCase()) return <NotFound />;
  return (
    <div>
      <OwnHeader title={t('liked')} />
      <LikedFeed />
    </div>
  );
}
