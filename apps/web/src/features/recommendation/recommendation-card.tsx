'use client';

import { useTranslations } from 'next-intl';
import Link from 'next/link';
import { type ReactNode, useRef } from 'react';

import { routes } from '../../lib/routes.ts';
import { useKeptFocus } from '../../lib/use-kept-focus.ts';
import { RecommendationRow } from './recommendation-row.tsx';
import { useRecommendations } from './use-recommendations.ts';

const shownMax = 3;

/** Beside the content: a few to follow. Without any, or while they cannot be had, it takes no room. */
export function RecommendationCard(): ReactNode {
  const t = useTranslations('discover');
  const { data = [] } = useRecommendations();
  const card = useRef<HTMLElement>(null);
  useKeptFocus(card);
  if (data.length === 0) return null;
  return (
    <section
      ref={card}
      aria-labelledby="recommendation-card"
      className="grid gap-4 rounded-3 border border-line bg-surface p-4"
    >
      <h2 id="recommendation-card" className="font-bold">
        {t('title')}
      </h2>
      <ul className="grid gap-4">
        {data.slice(0, shownMax).map((member) => (
          <RecommendationRow key={member.id} member={member} look="card" />
        ))}
      </ul>
      {data.length > shownMax && (
        <Link
          href={routes.discover()}
          className="justify-self-start text-s text-accent hover:underline"
        >
          {t('all')}
        </Link>
      )}
    </section>
  );
}
