'use client';

import type { FollowListItem } from '@dailyfeed/contract/member';
import type { Page } from '@dailyfeed/contract/page';
import type { InfiniteData, UseInfiniteQueryResult } from '@tanstack/react-query';
import type { ReactNode } from 'react';

import { QueryError } from '../../ui/state.tsx';
import { ListEnd } from '../feed/list-edge.tsx';
import { InPlaceOfPosts, postsId } from '../feed/skip-to-posts.tsx';
import { FollowListSkeleton } from './follow-list-skeleton.tsx';
import { FollowAction, MemberRow } from './member-row.tsx';

/** An endless list of members to follow, in each of its states. */
export function MemberList(props: {
  query: UseInfiniteQueryResult<InfiniteData<Page<FollowListItem>>, unknown>;
  label: string;
  empty: ReactNode;
}): ReactNode {
  const { query, label, empty } = props;
  if (!query.data) {
    return (
      <InPlaceOfPosts>
        {query.isError ? <QueryError query={query} /> : <FollowListSkeleton />}
      </InPlaceOfPosts>
    );
  }
  const members = query.data.pages.flatMap((page) => page.items);
  if (members.length === 0 && !query.hasNextPage) return <InPlaceOfPosts>{empty}</InPlaceOfPosts>;
  return (
    <section id={postsId} tabIndex={-1} aria-label={label} className="outline-none">
      <ul>
        {members.map((member) => (
          <MemberRow key={member.id} member={member}>
            <FollowAction member={member} isGuess={query.isPlaceholderData} />
          </MemberRow>
        ))}
      </ul>
      <ListEnd query={query} />
    </section>
  );
}
