'use client';

import type { FollowingActivity } from '@dailyfeed/contract/activity';
import type { MemberSummary } from '@dailyfeed/contract/member';
import { UsersRound } from 'lucide-react';
import { useTranslations } from 'next-intl';
import Link from 'next/link';
import type { ReactNode } from 'react';

import { useApi, useApiClient } from '../../lib/api.ts';
import { routes } from '../../lib/routes.ts';
import { useMe } from '../../lib/session.tsx';
import { Avatar } from '../../ui/avatar.tsx';
import { buttonClass } from '../../ui/button-class.ts';
import { EmptyState } from '../../ui/state.tsx';
import { visitedOptions } from '../feed/feed-options.ts';
import { useList } from '../feed/use-list.ts';
import { ActivityLine, addressOf } from './activity-line.tsx';
import { StoryList } from './story-list.tsx';

/** What the people one follows did, newest first. */
export function FollowingList(): ReactNode {
  const t = useTranslations('activity');
  const client = useApiClient();
  const options = useApi().activity.activity.following.infiniteQueryOptions({}, visitedOptions);
  const query = useList(options);
  return (
    <StoryList
      story={{ key: options.queryKey, query }}
      load={() => client.activity.activity.following.query({})}
      label={t('following')}
      empty={
        <EmptyState icon={<UsersRound />} title={t('followingEmpty')}>
          <p>{t('followingEmptyText')}</p>
          <Link href={routes.discover()} className={`${buttonClass({ look: 'quiet' })} mt-4`}>
            {t('discover')}
          </Link>
        </EmptyState>
      }
    >
      {drawActivity}
    </StoryList>
  );
}

function drawActivity(activity: FollowingActivity): ReactNode {
  return <FollowingRow activity={activity} />;
}

function FollowingRow({ activity }: { activity: FollowingActivity }): ReactNode {
  const t = useTranslations('activity');
  const { actor, occurredAt, excerpt } = activity;
  return (
    <ActivityLine
      sign={
        <Link
          href={routes.profile(actor.handle)}
          prefetch={false}
          tabIndex={-1}
          aria-hidden
          className="self-start"
        >
          <Avatar member={actor} size="s" />
        </Link>
      }
      sentence={<Sentence activity={activity} />}
      occurredAt={occurredAt}
      address={addressOf(activity)}
      // Where no words are known there is still a post to open.
      excerpt={excerpt || t('open')}
    />
  );
}

function Sentence({ activity }: { activity: FollowingActivity }): ReactNode {
  const t = useTranslations('activity');
  const me = useMe();
  const { type, actor, owner } = activity;
  return t.rich(`did.${type}`, {
    actor: () => <Name key="actor" member={actor} />,
    owner: () => <Name key="owner" member={owner} />,
    whose: whoseOf({ owner: owner.id, actor: actor.id, reader: me?.id }),
  });
}

function Name({ member }: { member: MemberSummary }): ReactNode {
  return (
    <Link
      href={routes.profile(member.handle)}
      prefetch={false}
      className="text-accent underline-offset-2 hover:underline dark:underline"
    >
      <bdi>{member.displayName}</bdi>
    </Link>
  );
}

function whoseOf(ids: { owner: string; actor: string; reader: string | undefined }) {
  if (ids.owner === ids.reader) return 'you';
  return ids.owner === ids.actor ? 'own' : 'other';
}
