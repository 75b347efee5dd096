'use client';

import { Compass } from 'lucide-react';
import { useTranslations } from 'next-intl';
import Link from 'next/link';
import type { ReactNode } from 'react';

import { routes } from '../../lib/routes.ts';
import { useSession } from '../../lib/session.tsx';
import { RecentSearches } from './recent-searches.tsx';
import { SearchHelp } from './search-help.tsx';
import { TrendSection } from './trend-section.tsx';

/** What a reader may look for, before anything is in the box. */
export function SearchStart(): ReactNode {
  const t = useTranslations('search');
  const isMember = useSession().state === 'member';
  return (
    <div>
      {isMember && <RecentSearches />}
      <TrendSection />
      {/* A phone's bar has no room for it. */}
      {isMember && (
        <Link
          href={routes.discover()}
          className="flex min-h-13 items-center gap-2 border-t border-line px-4 font-semibold hover:bg-sunken/45 tablet:hidden"
        >
          <Compass aria-hidden="true" className="size-4.5 text-ink-3" />
          {t('discover')}
        </Link>
      )}
      <SearchHelp />
    </div>
  );
}
