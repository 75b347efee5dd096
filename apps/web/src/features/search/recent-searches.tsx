'use client';

import { History, X } from 'lucide-react';
import { useTranslations } from 'next-intl';
import Link from 'next/link';
import { type ReactNode, useRef } from 'react';

import { routes } from '../../lib/routes.ts';
import { Button } from '../../ui/button.tsx';
import { IconButton } from '../../ui/icon-button.tsx';
import { QueryError } from '../../ui/state.tsx';
import { toast } from '../../ui/toaster.tsx';
import { useForgetting, useRecentSearches } from './use-recent-searches.ts';

/** What the member has searched for, each to search for again or to forget. Without any it takes no room. */
export function RecentSearches(): ReactNode {
  const t = useTranslations('search');
  const recents = useRecentSearches();
  const items = recents.data?.items ?? [];
  const heading = useRef<HTMLHeadingElement>(null);
  const forget = useForgetting((query) => {
    if (query === undefined) toast.success(t('recentCleared'));
  });
  const isMissing = recents.isError && recents.data === undefined;
  if (items.length === 0 && !isMissing) return null;
  return (
    <section aria-labelledby="recent-searches" className="border-b border-line py-3">
      <div className="flex items-center justify-between gap-3 ps-4 pe-2 tablet:ps-5 tablet:pe-3">
        <div className="flex flex-wrap items-baseline gap-x-2">
          <h2 ref={heading} id="recent-searches" tabIndex={-1} className="font-bold outline-none">
            {t('recent')}
          </h2>
          <p className="text-s text-ink-3">{t('recentNote')}</p>
        </div>
        {items.length > 0 && (
          <Button look="ghost" size="s" onClick={() => forget()}>
            {t('recentClear')}
          </Button>
        )}
      </div>
      {isMissing && <QueryError query={recents} />}
      <ul>
        {items.map(({ query }) => (
          <li key={query} className="flex items-center hover:bg-sunken/45">
            <Link
              href={routes.search({ query })}
              prefetch={false}
              className="flex min-h-11 min-w-0 flex-1 items-center gap-3 ps-4 tablet:ps-5"
            >
              <History aria-hidden="true" className="size-4 flex-none text-ink-3" />
              <span dir="auto" className="truncate">
                {query}
              </span>
            </Link>
            <IconButton
              label={t('recentRemove', { query })}
              className="me-2 tablet:me-3"
              onClick={() => {
                forget(query);
                // The button goes with its row.
                heading.current?.focus();
              }}
            >
              <X aria-hidden="true" className="size-4" />
            </IconButton>
          </li>
        ))}
      </ul>
    </section>
  );
}
