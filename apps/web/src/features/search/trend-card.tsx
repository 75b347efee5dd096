'use client';

import { useTranslations } from 'next-intl';
import type { ReactNode } from 'react';

import { TagLink } from './tag-link.tsx';
import { useTrends } from './use-trends.ts';

const shownMax = 5;

/** Beside the content: tags in trend. Without any, or while they cannot be had, it takes no room. */
export function TrendCard(): ReactNode {
  const t = useTranslations('search');
  const items = useTrends().data?.items ?? [];
  if (items.length === 0) return null;
  return (
    <section
      aria-labelledby="trend-card"
      className="rounded-3 border border-line bg-surface px-4 pt-4 pb-2"
    >
      <h2 id="trend-card" className="mb-1 font-bold">
        {t('trends')}
      </h2>
      <ol>
        {items.slice(0, shownMax).map(({ tag, postCount }) => (
          <li key={tag}>
            <TagLink tag={tag} note={t('postCount', { count: postCount })} className="py-2" />
          </li>
        ))}
      </ol>
    </section>
  );
}
