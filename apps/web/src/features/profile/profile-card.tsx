'use client';

import { findEntities } from '@dailyfeed/contract/find-entities';
import type { Profile } from '@dailyfeed/contract/member';
import { CalendarDays, Globe, Lock, MapPin } from 'lucide-react';
import { useTranslations } from 'next-intl';
import Link from 'next/link';
import type { ReactNode } from 'react';

import { formatMonth } from '../../lib/format.ts';
import { routes } from '../../lib/routes.ts';
import { useSession } from '../../lib/session.tsx';
import { useTimeContext } from '../../lib/time.ts';
import { Avatar } from '../../ui/avatar.tsx';
import { CoverImage } from '../image/cover-image.tsx';
import { RichText } from '../post/rich-text.tsx';
import { shownAddress } from '../post/shown-address.ts';
import { MutedNote } from '../relation/muted-note.tsx';
import { RelationMenu } from '../relation/relation-menu.tsx';
import { FollowButton } from './follow-button.tsx';
import { PostBell } from './post-bell.tsx';

/** Who a member is: picture, names, what they say of themselves, whom they know. */
export function ProfileCard({ profile }: { profile: Profile }): ReactNode {
  const t = useTranslations('profile');
  return (
    <section className="grid gap-3 border-b border-line px-4 py-5 tablet:px-5">
      {profile.coverUrl !== null && (
        <CoverImage
          src={profile.coverUrl}
          className="-mx-4 -mt-5 aspect-3/1 w-[calc(100%+2rem)] max-w-none bg-sunken object-cover tablet:-mx-5 tablet:w-[calc(100%+2.5rem)]"
        />
      )}
      <div className="flex items-start justify-between gap-3">
        <Avatar member={profile} size="xl" />
        <Relation profile={profile} />
      </div>
      <div className="min-w-0 leading-tight">
        <p className="text-xl font-bold">{profile.displayName}</p>
        <p className="mt-0.5 flex flex-wrap items-center gap-x-2 text-ink-3">
          @{profile.handle}
          {profile.relation?.followsYou && (
            <span className="rounded-1 bg-sunken px-1.5 py-0.5 text-xs">{t('followsYou')}</span>
          )}
        </p>
      </div>
      {profile.relation?.isSelf === false && <MutedNote member={profile} />}
      {profile.bio !== '' && (
        <p dir="auto" className="max-w-text whitespace-pre-wrap">
          <RichText text={profile.bio} entities={findEntities(profile.bio)} />
        </p>
      )}
      {!profile.isRestricted && <Facts profile={profile} />}
      {profile.followerCount !== null && profile.followingCount !== null && (
        <Counts
          handle={profile.handle}
          followerCount={profile.followerCount}
          followingCount={profile.followingCount}
        />
      )}
    </section>
  );
}

function Relation({ profile }: { profile: Profile }): ReactNode {
  const { likely } = useSession();
  if (profile.relation?.isSelf) return null;
  const unknown = likely === 'member' ? undefined : false;
  const { following = unknown, requested = false } = profile.relation ?? {};
  return (
    <div className="flex items-center gap-1">
      {profile.relation && <RelationMenu member={profile} />}
      {profile.relation?.following && <PostBell member={profile} />}
      <FollowButton member={profile} following={following} requested={requested} />
    </div>
  );
}

function Facts({ profile }: { profile: Profile }): ReactNode {
  const t = useTranslations('profile');
  const context = useTimeContext();
  const joined = formatMonth(new Date(profile.joinedAt), context);
  return (
    <ul className="flex flex-wrap gap-x-4 gap-y-1 text-s text-ink-2 *:inline-flex *:min-w-0 *:items-center *:gap-1.5 [&_svg]:size-4 [&_svg]:flex-none [&_svg]:text-ink-3">
      {profile.visibility !== 'PUBLIC' && (
        <li>
          <Lock aria-hidden="true" /> {t(profile.visibility)}
        </li>
      )}
      {profile.location !== '' && (
        <li>
          <MapPin aria-label={t('location')} /> {profile.location}
        </li>
      )}
      {profile.websiteUrl !== null && (
        <li>
          <Globe aria-label={t('website')} />
          <a
            href={profile.websiteUrl}
            rel="nofollow ugc noopener me"
            target="_blank"
            className="truncate text-accent hover:underline"
          >
            {shownAddress(profile.websiteUrl)}
          </a>
        </li>
      )}
      <li suppressHydrationWarning>
        <CalendarDays aria-hidden="true" /> {t('joined', { date: joined })}
      </li>
    </ul>
  );
}

function Counts(props: {
  handle: string;
  followerCount: number;
  followingCount: number;
}): ReactNode {
  const t = useTranslations('profile');
  const count = { b: (chunks: ReactNode) => <b className="text-ink tabular-nums">{chunks}</b> };
  return (
    <p className="flex flex-wrap gap-x-5 gap-y-1 text-s text-ink-2 *:whitespace-nowrap *:hover:underline">
      <Link href={routes.following(props.handle)} prefetch={false}>
        {t.rich('followingCount', { count: props.followingCount, ...count })}
      </Link>
      <Link href={routes.followers(props.handle)} prefetch={false}>
        {t.rich('followerCount', { count: props.followerCount, ...count })}
      </Link>
    </p>
  );
}
