'use client';

import { useTranslations } from 'next-intl';
import { usePathname } from 'next/navigation';
import { type ReactNode, Suspense } from 'react';

import { useLanguage } from '../../i18n/use-language.ts';
import { useApiLoading } from '../../lib/api-loading.ts';
import { optionalPart } from '../../lib/part.ts';
import { routes } from '../../lib/routes.ts';
import { useSession } from '../../lib/session.tsx';
import { useIsDesk } from '../../lib/use-is-desk.ts';
import { SideSearch } from '../search/side-search.tsx';
import { languageNames } from '../settings/preference.ts';
import { AboutCard } from './about-card.tsx';
import { KeyboardHint } from './keyboard-help.tsx';
import { ThemeSwitch } from './theme-switch.tsx';

// Only members are recommended anybody, where there is room for it: who else reads does not load it.
const RecommendationCard = optionalPart(
  async () => (await import('../recommendation/recommendation-card.tsx')).RecommendationCard,
);

// It needs the API, which a visitor who reads a post does without.
const TrendCard = optionalPart(async () => (await import('../search/trend-card.tsx')).TrendCard);

/** Right of the content on a desktop: the search, what people talk about, what dailyfeed is, and the preferences of the page. */
export function SideColumn(): ReactNode {
  const t = useTranslations('shell');
  const { likely, state } = useSession();
  const { isLoaded } = useApiLoading();
  const isDesk = useIsDesk();
  const pathname = usePathname();
  // The page itself has what would stand here.
  const isSearch = pathname === routes.search();
  const isListed = pathname === routes.discover();
  return (
    <aside
      aria-label={t('side')}
      className="sticky top-0 flex h-dvh flex-col gap-3 pb-5 max-desk:hidden"
    >
      {/* On a low screen it scrolls by itself: the page has no end to scroll to. With room for what has the focus. */}
      <div className="-mx-1 flex min-h-0 flex-1 flex-col gap-5 overflow-y-auto px-1 py-5">
        {!isSearch && <SideSearch />}
        {likely === 'anonymous' && <AboutCard />}
        {/* Without boundaries that come with them the whole page would wait for their scripts. */}
        {isDesk && state === 'member' && !isListed && (
          <Suspense>
            <RecommendationCard />
          </Suspense>
        )}
        {isDesk && isLoaded && !isSearch && (
          <Suspense>
            <TrendCard />
          </Suspense>
        )}
      </div>
      {/* At the foot of the screen: what comes above moves nothing. */}
      <footer className="grid gap-3 px-1 text-xs text-ink-3">
        <KeyboardHint />
        <div className="flex items-center justify-between">
          <LanguageLinks />
          <ThemeSwitch />
        </div>
      </footer>
    </aside>
  );
}

function LanguageLinks(): ReactNode {
  const { language, setLanguage } = useLanguage();
  const t = useTranslations('shell');
  return (
    <ul aria-label={t('language')} className="flex gap-1">
      {languageNames.map(({ value, label }) => (
        <li key={value}>
          <button
            type="button"
            lang={value}
            aria-pressed={value === language}
            onClick={() => setLanguage(value)}
            className="min-h-8 rounded-1 px-2 hover:text-ink aria-pressed:font-bold aria-pressed:text-ink"
          >
            {label}
          </button>
        </li>
      ))}
    </ul>
  );
}
