'use client';

import { PenLine } from 'lucide-react';
import { useTranslations } from 'next-intl';
import Link from 'next/link';
import type { ReactNode } from 'react';

import { useSession } from '../../lib/session.tsx';
import { type NavEntry, useNavEntries } from './nav-entries.ts';
import { NavIcon, useNavName } from './nav-icon.tsx';
import { WriteLink } from './write-link.tsx';

/** Navigation of phones, within reach of the thumb. */
export function BottomBar(): ReactNode {
  const t = useTranslations('shell');
  const { likely } = useSession();
  const entries = useNavEntries().filter((entry) => entry.onPhone);
  const middle = Math.ceil(entries.length / 2);
  return (
    <nav
      aria-label={t('bottomMenu')}
      className="fixed inset-x-0 bottom-0 z-20 flex border-t border-line bg-glass pb-[env(safe-area-inset-bottom)] tablet:hidden"
    >
      {entries.slice(0, middle).map((entry) => (
        <BarLink key={entry.key} entry={entry} />
      ))}
      {likely === 'member' && (
        <WriteLink aria-label={t('write')} className={cell}>
          <span className="grid size-10 place-items-center rounded-full bg-accent text-on-accent">
            <PenLine aria-hidden="true" className="size-5" />
          </span>
        </WriteLink>
      )}
      {entries.slice(middle).map((entry) => (
        <BarLink key={entry.key} entry={entry} />
      ))}
    </nav>
  );
}

function BarLink({ entry }: { entry: NavEntry }): ReactNode {
  const { href, isCurrent } = entry;
  const name = useNavName()(entry);
  const icon = <NavIcon entry={entry} className="size-5.5" />;
  if (href === undefined) return <span className={cell}>{icon}</span>;
  return (
    <Link href={href} aria-current={isCurrent ? 'page' : undefined} className={cell}>
      {icon}
      <span className="sr-only">{name}</span>
    </Link>
  );
}

const cell =
  'grid h-13.5 flex-1 place-items-center text-ink-3 focus-visible:-outline-offset-2 aria-[current]:text-accent';
