import { SearchSort } from '@dailyfeed/contract/search';
import { searchQueryMax } from '@dailyfeed/contract/search-query';
import type { Metadata } from 'next';
import { getTranslations } from 'next-intl/server';

import { loadFound } from '../../../features/search/load-search.ts';
import { SearchPage } from '../../../features/search/search-page.tsx';
import { SearchType } from '../../../features/search/search-type.ts';

type Asked = Partial<Record<'q' | 'type' | 'sort', string | string[]>>;
type Props = { searchParams: Promise<Asked> };

export async function generateMetadata({ searchParams }: Props): Promise<Metadata> {
  const { query } = askedOf(await searchParams);
  const t = await getTranslations('search');
  return {
    title: query === '' ? t('title') : t('resultsTitle', { query }),
    description: t('description'),
    // What is found stands at an address of its own.
    robots: { index: query === '', follow: true },
  };
}

export default async function Search({ searchParams }: Props) {
  const asked = askedOf(await searchParams);
  return <SearchPage {...asked} found={await loadFound(asked)} />;
}

/** An address with another type or order is as good as one without. */
function askedOf({ q, type, sort }: Asked): {
  query: string;
  type: SearchType;
  sort: SearchSort;
} {
  const text = typeof q === 'string' ? q : '';
  return {
    query: text.trim().slice(0, searchQueryMax),
    type: SearchType.catch('posts').parse(type),
    sort: SearchSort.catch('best').parse(sort),
  };
}
