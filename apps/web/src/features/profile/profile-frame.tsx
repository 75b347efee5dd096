'use client';

import type { Profile } from '@dailyfeed/contract/member';
import type { ReactNode } from 'react';

import { InPlaceOfPosts, SkipToPosts } from '../feed/skip-to-posts.tsx';
import { PostCardSkeletons } from '../post/post-card-skeleton.tsx';
import { PageHeader } from '../shell/page-header.tsx';
import { ProfileCard } from './profile-card.tsx';
import { ProfileGate } from './profile-gate.tsx';
import { ProfileTabs } from './profile-tabs.tsx';
import { RestrictedNote } from './restricted-note.tsx';

/** A page of a profile: who it is, the tabs, and below them one list of theirs, where the reader may see it. */
export function ProfileFrame(props: {
  handle: string;
  /** As the server saw it for a visitor; undefined where a visitor may not see it. */
  initial: Profile | undefined;
  children: (profile: Profile) => ReactNode;
}): ReactNode {
  const { handle, initial, children } = props;
  return (
    <div>
      <SkipToPosts />
      <PageHeader
        title={initial?.displayName ?? `@${handle}`}
        leading="back"
        {...(initial && { note: `@${initial.handle}` })}
      />
      <ProfileGate handle={handle} initial={initial}>
        {(profile) => (
          <>
            <ProfileCard profile={profile} />
            {profile.isRestricted ? (
              <InPlaceOfPosts>
                <RestrictedNote profile={profile} waiting={<PostCardSkeletons />} />
              </InPlaceOfPosts>
            ) : (
              <>
                <ProfileTabs profile={profile} />
                {children(profile)}
              </>
            )}
          </>
        )}
      </ProfileGate>
    </div>
  );
}
