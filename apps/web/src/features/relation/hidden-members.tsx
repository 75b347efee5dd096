'use client';

import { useInfiniteQuery } from '@tanstack/react-query';
import { useTranslations } from 'next-intl';
import type { ReactNode } from 'react';

import { useApi } from '../../lib/api.ts';
import { formatDay, formatMoment } from '../../lib/format.ts';
import { useTimeContext } from '../../lib/time.ts';
import { RelationList, RelationRow } from './relation-list.tsx';

/** Of the privacy settings: whom the member has blocked, and whom they mute. */
export function HiddenMembers(): ReactNode {
  return (
    <>
      <BlockedMembers />
      <MutedMembers />
    </>
  );
}

const options = {
  getNextPageParam: (page: { nextCursor: string | null }) => page.nextCursor,
  // Changed on other pages and devices: read anew when it is looked at.
  staleTime: 0,
};

function BlockedMembers(): ReactNode {
  const t = useTranslations('relation');
  const context = useTimeContext();
  const query = useInfiniteQuery(useApi().member.block.list.infiniteQueryOptions({}, options));
  return (
    <RelationList
      title={t('blockedList')}
      text={t('blockedListText')}
      emptyText={t('blockedEmpty')}
      query={query}
      renderRow={(member) => (
        <RelationRow
          key={member.id}
          member={member}
          undo="unblock"
          note={t('blockedSince', { date: formatDay(new Date(member.blockedAt), context) })}
        />
      )}
    />
  );
}

function MutedMembers(): ReactNode {
  const t = useTranslations('relation');
  const context = useTimeContext();
  const query = useInfiniteQuery(useApi().member.mute.list.infiniteQueryOptions({}, options));
  return (
    <RelationList
      title={t('mutedList')}
      text={t('mutedListText')}
      emptyText={t('mutedEmpty')}
      query={query}
      renderRow={(member) => (
        <RelationRow
          key={member.id}
          member={member}
          undo="unmute"
          note={
            member.until === null
              ? t('untilUnmuted')
              : t('untilDate', { date: formatMoment(new Date(member.until), context) })
          }
        />
      )}
    />
  );
}
