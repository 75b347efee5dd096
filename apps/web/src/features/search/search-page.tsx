'use client';

import type { SearchSort } from '@dailyfeed/contract/search';
import { useTranslations } from 'next-intl';
import type { ReactNode } from 'react';

import { routes } from '../../lib/routes.ts';
import { useGuardedRouter } from '../../lib/use-guarded-router.ts';
import { LinkChips } from '../../ui/link-chips.tsx';
import { LinkTabs } from '../../ui/link-tabs.tsx';
import { SkipToPosts } from '../feed/skip-to-posts.tsx';
import { PageHeader } from '../shell/page-header.tsx';
import { FoundMembers } from './found-members.tsx';
import { FoundTags } from './found-tags.tsx';
import { FoundComments, FoundPosts } from './found-texts.tsx';
import type { Found } from './load-search.ts';
import { SearchForm } from './search-form.tsx';
import { SearchStart } from './search-start.tsx';
import { SearchType } from './search-type.ts';
import { Typeahead } from './typeahead.tsx';
import { useKeptSearch } from './use-recent-searches.ts';

export type SearchPageProps = {
  /** Empty where one begins. */
  query: string;
  type: SearchType;
  sort: SearchSort;
  /** First pages, when a visitor asked the server for them. */
  found: Found;
};

/** `/search`: the box, and below it what was found, or what one may look for. */
export function SearchPage(props: SearchPageProps): ReactNode {
  const { query, type } = props;
  const t = useTranslations('search');
  const router = useGuardedRouter();
  useKeptSearch(query);
  const begin = (): void => {
    if (query !== '') router.push(routes.search({ type }));
  };
  return (
    <div>
      {query !== '' && <SkipToPosts />}
      <PageHeader title={query === '' ? t('title') : t('resultsTitle', { query })} heading="hidden">
        <div className="px-4 py-2 tablet:px-5">
          <SearchForm type={type}>
            <Typeahead text={query} type={type} onEmptied={begin} />
          </SearchForm>
        </div>
      </PageHeader>
      {query === '' ? <SearchStart /> : <Results {...props} />}
    </div>
  );
}

function Results({ query, type, sort, found }: SearchPageProps): ReactNode {
  const t = useTranslations('search');
  const isSorted = type === 'posts' || type === 'comments';
  return (
    <>
      <div className="border-b border-line">
        <LinkTabs
          label={t('tabs')}
          tabs={SearchType.options.map((choice) => ({
            href: routes.search({ query, type: choice, sort }),
            label: t(`tab_${choice}`),
            isCurrent: choice === type,
          }))}
        />
      </div>
      {isSorted && (
        <LinkChips
          label={t('sorts')}
          chips={(['best', 'newest'] as const).map((choice) => ({
            href: routes.search({ query, type, sort: choice }),
            label: t(`sort_${choice}`),
            isCurrent: choice === sort,
          }))}
        />
      )}
      <FoundOf key={`${type} ${sort} ${query}`} {...{ query, type, sort, found }} />
    </>
  );
}

function FoundOf({ query, type, sort, found }: SearchPageProps): ReactNode {
  switch (type) {
    case 'posts':
      return <FoundPosts query={query} sort={sort} initial={found.posts} />;
    case 'comments':
      return <FoundComments query={query} sort={sort} initial={found.comments} />;
    case 'people':
      return <FoundMembers query={query} initial={found.people} />;
    case 'tags':
      return <FoundTags query={query} initial={found.tags} />;
  }
}
