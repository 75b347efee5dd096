'use client';

import type { FollowListItem } from '@dailyfeed/contract/member';
import type { Page } from '@dailyfeed/contract/page';
import type { InfiniteData } from '@tanstack/react-query';
import type { ReactNode } from 'react';

import { ItemList } from '../feed/item-list.tsx';
import type { ListQuery } from '../feed/use-list.ts';
import { FollowListSkeleton } from './follow-list-skeleton.tsx';
import { FollowAction, MemberRow } from './member-row.tsx';

/** An endless list of members to follow, in each of its states. */
export function MemberList(props: {
  query: ListQuery<InfiniteData<Page<FollowListItem>, string | null>>;
  label: string;
  empty: ReactNode;
}): ReactNode {
  const { query, label, empty } = props;
  return (
    <ItemList query={query} label={label} empty={empty} waiting={<FollowListSkeleton />}>
      {query.isPlaceholderData ? drawGuess : drawMember}
    </ItemList>
  );
}

function drawMember(member: FollowListItem): ReactNode {
  return (
    <MemberRow member={member}>
      <FollowAction member={member} />
    </MemberRow>
  );
}

function drawGuess(member: FollowListItem): ReactNode {
  return (
    <MemberRow member={member}>
      <FollowAction member={member} isGuess />
    </MemberRow>
  );
}
