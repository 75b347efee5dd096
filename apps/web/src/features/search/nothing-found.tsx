'use client';

import { ImageOff, SearchX } from 'lucide-react';
import { useTranslations } from 'next-intl';
import type { ReactNode } from 'react';

import { failureOf } from '../../lib/failure.ts';
import { EmptyState } from '../../ui/empty-state.tsx';
import { InPlaceOfPosts } from '../feed/skip-to-posts.tsx';
import { SearchHelp } from './search-help.tsx';
import type { SearchType } from './search-type.ts';

/** In place of results that there are none of: what else to try. */
export function NothingFound({ type, query }: { type: SearchType; query: string }): ReactNode {
  const t = useTranslations('search');
  const isInVain =
    type === 'comments' && /(?:^|\s)has:image(?:\s|$)/iu.test(query.normalize('NFKC'));
  return (
    <>
      {isInVain ? (
        <EmptyState icon={<ImageOff />} title={t('noPicturesTitle')}>
          {t('noPicturesText')}
        </EmptyState>
      ) : (
        <EmptyState icon={<SearchX />} title={t(`empty_${type}`, { query })}>
          {t('emptyText')}
        </EmptyState>
      )}
      <SearchHelp />
    </>
  );
}

/** A query of signs only is no failure: it asks for nothing. */
export function UnlessEmptyQuery(props: { error: unknown; children: ReactNode }): ReactNode {
  const t = useTranslations('search');
  if (failureOf(props.error).code !== 'SEARCH_QUERY_EMPTY') return props.children;
  return (
    <InPlaceOfPosts>
      <EmptyState icon={<SearchX />} title={t('nothingTitle')}>
        {t('nothingText')}
      </EmptyState>
      <SearchHelp />
    </InPlaceOfPosts>
  );
}
