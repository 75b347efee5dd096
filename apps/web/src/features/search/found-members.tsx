'use client';

import type { FoundMemberPage } from '@dailyfeed/contract/search';
import { useTranslations } from 'next-intl';
import type { ReactNode } from 'react';

import { useApi } from '../../lib/api.ts';
import { feedOptions, pageSize } from '../feed/feed-options.ts';
import { useFirstPage } from '../feed/use-first-page.ts';
import { useList } from '../feed/use-list.ts';
import { MemberList } from '../profile/member-list.tsx';
import { NothingFound, UnlessEmptyQuery } from './nothing-found.tsx';

/** Members whose handle or name matches a query. */
export function FoundMembers(props: {
  query: string;
  initial: FoundMemberPage | undefined;
}): ReactNode {
  const { query, initial } = props;
  const t = useTranslations('search');
  const result = useList(
    useApi().search.search.members.infiniteQueryOptions(
      { query, limit: pageSize },
      { ...feedOptions, ...useFirstPage(initial) },
    ),
  );
  return (
    <UnlessEmptyQuery error={result.error}>
      <MemberList
        query={result}
        label={t('found_people')}
        empty={<NothingFound type="people" query={query} />}
      />
    </UnlessEmptyQuery>
  );
}
