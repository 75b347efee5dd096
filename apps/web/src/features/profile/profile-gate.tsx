'use client';

import type { Profile } from '@dailyfeed/contract/member';
import type { ReactNode } from 'react';

import { failureOf } from '../../lib/failure.ts';
import { QueryError } from '../../ui/state.tsx';
import { InPlaceOfPosts } from '../feed/skip-to-posts.tsx';
import { BlockedProfile } from '../relation/blocked-profile.tsx';
import { ProfileNotFound } from './profile-not-found.tsx';
import { ProfileSkeleton } from './profile-skeleton.tsx';
import { useProfile } from './use-profile.ts';

/** Shows what needs a profile once it is there, and meanwhile or instead what stands in its place. */
export function ProfileGate(props: {
  handle: string;
  initial: Profile | undefined;
  children: (profile: Profile) => ReactNode;
}): ReactNode {
  const query = useProfile(props.handle, props.initial);
  const isMissing = query.isError && failureOf(query.error).code === 'MEMBER_NOT_FOUND';
  if (query.data && !isMissing) return props.children(query.data);
  return (
    <InPlaceOfPosts>
      {isMissing ? (
        <BlockedProfile
          handle={props.handle}
          pending={<ProfileSkeleton />}
          otherwise={<ProfileNotFound />}
        />
      ) : query.isError ? (
        <QueryError query={query} />
      ) : (
        <ProfileSkeleton />
      )}
    </InPlaceOfPosts>
  );
}
