'use client';

import type { MemberSummary } from '@dailyfeed/contract/member';
import type { UseInfiniteQueryResult } from '@tanstack/react-query';
import { useTranslations } from 'next-intl';
import Link from 'next/link';
import { type ReactNode, useId, useRef } from 'react';

import { routes } from '../../lib/routes.ts';
import { useKeptFocus } from '../../lib/use-kept-focus.ts';
import { Avatar } from '../../ui/avatar.tsx';
import { Button } from '../../ui/button.tsx';
import { MoreButton } from '../../ui/more-button.tsx';
import { ErrorState, QueryError } from '../../ui/state.tsx';
import { FollowListSkeleton } from '../profile/follow-list-skeleton.tsx';
import { useRelation } from './use-relation.ts';

/** A section of the settings: members one does not want to meet, each with the way back. */
export function RelationList<Item extends MemberSummary>(props: {
  title: string;
  text: string;
  emptyText: string;
  query: UseInfiniteQueryResult<{ pages: { items: Item[] }[] }, unknown>;
  renderRow: (member: Item) => ReactNode;
}): ReactNode {
  const { query } = props;
  const titleId = useId();
  const section = useRef<HTMLElement>(null);
  useKeptFocus(section);
  return (
    <section ref={section} aria-labelledby={titleId} className="border-b border-line outline-none">
      <div className="px-4 pt-5 pb-2 tablet:px-5">
        <h2 id={titleId} className="font-bold">
          {props.title}
        </h2>
        <p className="text-s text-ink-2">{props.text}</p>
      </div>
      <Members {...props} />
      {query.data && query.hasNextPage && <More query={query} />}
    </section>
  );
}

function Members<Item extends MemberSummary>(props: {
  emptyText: string;
  query: UseInfiniteQueryResult<{ pages: { items: Item[] }[] }, unknown>;
  renderRow: (member: Item) => ReactNode;
}): ReactNode {
  const { query, emptyText, renderRow } = props;
  if (!query.data) {
    if (!query.isError) return <FollowListSkeleton />;
    return <QueryError query={query} />;
  }
  const members = query.data.pages.flatMap((page) => page.items);
  if (members.length === 0) {
    return <p className="px-4 pb-5 text-ink-3 tablet:px-5">{emptyText}</p>;
  }
  return <ul className="[&>li:last-child]:border-0">{members.map(renderRow)}</ul>;
}

function More({ query }: { query: UseInfiniteQueryResult<unknown, unknown> }): ReactNode {
  const t = useTranslations('feed');
  return (
    <div className="grid place-items-center gap-2 pb-5">
      {query.isFetchNextPageError && (
        <ErrorState error={query.error} onRetry={() => void query.fetchNextPage()} />
      )}
      <MoreButton query={query} label={t('more')} />
    </div>
  );
}

/** One member of such a list; `note` says since or until when. */
export function RelationRow(props: {
  member: MemberSummary;
  note: string;
  undo: 'unblock' | 'unmute';
}): ReactNode {
  const { member, note, undo } = props;
  const t = useTranslations('relation');
  const { act, isPending } = useRelation(member);
  const name = member.displayName;
  return (
    <li className="flex items-center gap-3 border-b border-line px-4 py-3 tablet:px-5">
      <Link
        href={routes.profile(member.handle)}
        prefetch={false}
        className="flex min-w-0 flex-1 gap-3"
      >
        <Avatar member={member} />
        <span className="min-w-0 leading-tight">
          <b className="block truncate hover:underline">{name}</b>
          <span className="block truncate text-s text-ink-3">@{member.handle}</span>
          <span className="block text-s text-ink-2" suppressHydrationWarning>
            {note}
          </span>
        </span>
      </Link>
      <Button
        look="quiet"
        size="s"
        isBusy={isPending}
        aria-label={t(undo === 'unblock' ? 'unblockName' : 'unmuteName', { name })}
        onClick={() => act({ kind: undo })}
        className="flex-none"
      >
        {t(undo)}
      </Button>
    </li>
  );
}
