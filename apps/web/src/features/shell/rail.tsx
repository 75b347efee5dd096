'use client';

import { PenLine } from 'lucide-react';
import { useTranslations } from 'next-intl';
import Link from 'next/link';
import type { ReactNode } from 'react';

import { routes } from '../../lib/routes.ts';
import { useSession } from '../../lib/session.tsx';
import { buttonClass } from '../../ui/button-class.ts';
import { cx } from '../../ui/cx.ts';
import { Brand } from './brand.tsx';
import { MeMenu } from './lazy-me-menu.tsx';
import { type NavEntry, useNavEntries } from './nav-entries.ts';
import { NavIcon, useNavName } from './nav-icon.tsx';
import { PreferencesMenu } from './preferences-menu.tsx';
import { WriteLink } from './write-link.tsx';

/** Navigation of tablets (icons) and desktops (icons and names). */
export function Rail(): ReactNode {
  const t = useTranslations('shell');
  const { likely } = useSession();
  const entries = useNavEntries();
  return (
    <header className="sticky top-0 flex h-dvh flex-col gap-1 overflow-y-auto py-5 max-tablet:hidden max-desk:items-center">
      <div className="px-3 pt-2 pb-4">
        <Brand size="compact" />
      </div>
      <nav aria-label={t('mainMenu')} className="grid gap-1 desk:w-full">
        {entries.map((entry) => (
          <RailLink key={entry.key} entry={entry} />
        ))}
      </nav>
      {likely === 'member' ? (
        <WriteLink className={cx(buttonClass(), 'mt-4 max-desk:size-11 max-desk:p-0')}>
          <PenLine aria-hidden="true" className="size-4.5" />
          <span className="max-desk:sr-only">{t('write')}</span>
        </WriteLink>
      ) : (
        <VisitorLinks />
      )}
      <div className="mt-auto pt-4">
        {likely === 'member' ? (
          <MeMenu side="top" />
        ) : (
          <div className="desk:hidden">
            <PreferencesMenu side="top" />
          </div>
        )}
      </div>
    </header>
  );
}

function RailLink({ entry }: { entry: NavEntry }): ReactNode {
  const { label, href, isCurrent } = entry;
  const name = useNavName()(entry);
  const className = cx(
    'flex items-center gap-3 rounded-2 p-3 font-[550] text-ink-2 transition-colors duration-(--fast) desk:py-2.5',
    'hover:bg-sunken aria-[current]:bg-sunken dark:aria-[current]:bg-raised aria-[current]:font-bold aria-[current]:text-ink',
  );
  const content = (
    <>
      <NavIcon entry={entry} className="size-5" />
      <span aria-hidden="true" className="max-desk:hidden">
        {label}
      </span>
      <span className="sr-only">{name}</span>
    </>
  );
  if (href === undefined) return <span className={className}>{content}</span>;
  return (
    <Link
      href={href}
      title={label}
      aria-current={isCurrent ? 'page' : undefined}
      className={className}
    >
      {content}
    </Link>
  );
}

function VisitorLinks(): ReactNode {
  const t = useTranslations('shell');
  return (
    <div className="mt-4 grid gap-2 max-desk:hidden">
      <Link href={routes.signUp()} className={buttonClass()}>
        {t('signUp')}
      </Link>
      <Link href={routes.logIn()} className={cx(buttonClass({ look: 'quiet' }), 'min-h-10')}>
        {t('logIn')}
      </Link>
    </div>
  );
}
