'use client';

import { ChevronRight } from 'lucide-react';
import { useTranslations } from 'next-intl';
import Link from 'next/link';
import type { ReactNode } from 'react';

import { routes } from '../../lib/routes.ts';
import { useMe } from '../../lib/session.tsx';

/** What can be written into the box besides words, each with an example to press. */
export function SearchHelp(): ReactNode {
  const t = useTranslations('search');
  const handle = useMe()?.handle;
  const examples = [
    { name: 'phrase', example: t('example_phrase') },
    { name: 'without', example: t('example_without') },
    { name: 'tag', example: t('example_tag') },
    ...(handle === undefined ? [] : [{ name: 'from', example: `from:${handle}` } as const]),
    { name: 'dates', example: t('example_dates') },
    { name: 'image', example: t('example_image') },
    { name: 'language', example: t('example_language') },
  ] as const;
  return (
    <details className="group border-t border-line px-4 py-3 tablet:px-5">
      <summary className="flex min-h-11 items-center gap-1.5 font-bold">
        <ChevronRight
          aria-hidden="true"
          className="size-4 flex-none transition-transform duration-(--fast) group-open:rotate-90"
        />
        {t('help')}
      </summary>
      <p className="mt-1 mb-3 max-w-text text-ink-2">{t('helpText')}</p>
      <dl className="grid gap-x-6 tablet:grid-cols-[auto_1fr]">
        {examples.map(({ name, example }) => (
          <div key={name} className="contents">
            <dt className="min-w-0 pt-2.5 tablet:py-1.5">
              <Link
                href={routes.search({ query: example })}
                prefetch={false}
                title={t('helpTry', { example })}
                className="inline-flex min-h-8 items-center rounded-1 bg-sunken px-2 text-s text-accent hover:underline pointer-coarse:min-h-11"
              >
                {example}
              </Link>
            </dt>
            <dd className="text-ink-2 tablet:py-2.5">{t(`help_${name}`)}</dd>
          </div>
        ))}
      </dl>
    </details>
  );
}
