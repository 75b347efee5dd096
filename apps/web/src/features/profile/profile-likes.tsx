'use client';

import type { ReactNode } from 'react';

import { useMe } from '../../lib/session.tsx';
import { MemberOnly } from '../auth/member-only.tsx';
import { LikedFeed } from '../feed/own-feed.tsx';
import { NotFound } from '../shell/not-found.tsx';
import { PageHeader } from '../shell/page-header.tsx';
import { ProfileFrame } from './profile-frame.tsx';
import { ProfileSkeleton } from './profile-skeleton.tsx';

/** `/@handle/likes`: what somebody likes is theirs to see, and nobody else's. */
export function ProfileLikes({ handle }: { handle: string }): ReactNode {
  return (
    <MemberOnly fallback={<Place handle={handle} />}>
      <Likes handle={handle} />
    </MemberOnly>
  );
}

function Likes({ handle }: { handle: string }): ReactNode {
  const me = useMe();
  if (!me) return <Place handle={handle} />;
  if (me.handle.toLowerCase() !== handle.toLowerCase()) return <NotFound />;
  return (
    <ProfileFrame handle={me.handle} initial={undefined}>
      {() => <LikedFeed />}
    </ProfileFrame>
  );
}

/** Until it is known who reads: the page has its heading from the first moment. */
function Place({ handle }: { handle: string }): ReactNode {
  return (
    <>
      <PageHeader title={`@${handle}`} leading="back" />
      <ProfileSkeleton />
    </>
  );
}
