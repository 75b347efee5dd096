'use client';

import type { FollowingActivity } from '@dailyfeed/contract/activity';
import type { MemberSummary } from '@dailyfeed/contract/member';
import { useInfiniteQuery } from '@tanstack/react-query';
import { UsersRound } from 'lucide-react';
import { useTranslations } from 'next-intl';
import Link from 'next/link';
import type { ReactNode } from 'react';

import { useApi } from '../../lib/api.ts';
import { routes } from '../../lib/routes.ts';
import { useMe } from '../../lib/session.tsx';
import { Avatar } from '../../ui/avatar.tsx';
import { buttonClass } from '../../ui/button-class.ts';
import { EmptyState, QueryError } from '../../ui/state.tsx';
import { ListEnd } from '../feed/list-edge.tsx';
import { ActivityLine, addressOf } from './activity-line.tsx';
import { ActivitySkeleton } from './activity-skeleton.tsx';

/** What the people one follows did, newest first. */
export function FollowingList(): ReactNode {
  const t = useTranslations('activity');
  const query = useInfiniteQuery(
    useApi().activity.activity.following.infiniteQueryOptions(
      {},
      { getNextPageParam: (page) => page.nextCursor, staleTime: 0, refetchOnReconnect: false },
    ),
  );
  if (!query.data) {
    return query.isError ? <QueryError query={query} /> : <ActivitySkeleton />;
  }
  const items = query.data.pages.flatMap((page) => page.items);
  if (items.length === 0 && !query.hasNextPage) {
    return (
      <EmptyState icon={<UsersRound />} title={t('followingEmpty')}>
        <p>{t('followingEmptyText')}</p>
        <Link href={routes.discover()} className={`${buttonClass({ look: 'quiet' })} mt-4`}>
          {t('discover')}
        </Link>
      </EmptyState>
    );
  }
  return (
    <section aria-label={t('following')}>
      <ol>
        {items.map((activity) => (
          <FollowingRow key={activity.id} activity={activity} />
        ))}
      </ol>
      <ListEnd query={query} />
    </section>
  );
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
