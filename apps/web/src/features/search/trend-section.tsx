'use client';

import { useTranslations } from 'next-intl';
import type { ReactNode } from 'react';

import { QueryError } from '../../ui/state.tsx';
import { TagLink } from './tag-link.tsx';
import { TagSkeletons } from './tag-skeletons.tsx';
import { useTrends } from './use-trends.ts';

/** Tags in trend, as a part of a page. */
export function TrendSection(): ReactNode {
  const t = useTranslations('search');
  const query = useTrends();
  return (
    <section aria-labelledby="trends" className="py-3">
      <h2 id="trends" className="px-4 py-1.5 font-bold tablet:px-5">
        {t('trends')}
      </h2>
      <TrendRows query={query} />
    </section>
  );
}

function TrendRows({ query }: { query: ReturnType<typeof useTrends> }): ReactNode {
  const t = useTranslations('search');
  if (!query.data) return query.isError ? <QueryError query={query} /> : <TagSkeletons />;
  const { items } = query.data;
  if (items.length === 0) {
    return <p className="px-4 py-1.5 text-ink-3 tablet:px-5">{t('trendsEmpty')}</p>;
  }
  return (
    <ol>
      {items.map(({ tag, postCount }) => (
        <li key={tag}>
          <TagLink
            tag={tag}
            note={t('trendNote', { count: postCount })}
            className="px-4 py-2 hover:bg-sunken/45 tablet:px-5"
          />
        </li>
      ))}
    </ol>
  );
}
