'use client';

import type { ReactNode } from 'react';

import { useMe } from '../../lib/session.tsx';
import { MemberOnly } from '../auth/member-only.tsx';
import { LikedFeed } from '../feed/own-feed.tsx';
import { PostCardSkeletons } from '../post/post-card-skeleton.tsx';
import { NotFound } from '../shell/not-found.tsx';
import { ProfileFrame } from './profile-frame.tsx';

/** `/@handle/likes`: what somebody likes is theirs to see, and nobody else's. */
export function ProfileLikes({ handle }: { handle: string }): ReactNode {
  return (
    <MemberOnly fallback={<PostCardSkeletons />}>
      <Likes handle={handle} />
    </MemberOnly>
  );
}

function Likes({ handle }: { handle: string }): ReactNode {
  const me = useMe();
  if (!me) return <PostCardSkeletons />;
  if (me.handle.toLowerCase() !== handle.toLowerCase()) return <NotFound />;
  return (
    <ProfileFrame handle={me.handle} initial={undefined}>
      {() => <LikedFeed />}
    </ProfileFrame>
  );
}
