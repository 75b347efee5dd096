'use client';

import { ArrowLeft } from 'lucide-react';
import { useTranslations } from 'next-intl';
import Link from 'next/link';
import { useRouter } from 'next/navigation';
import type { ReactNode } from 'react';

import { routes } from '../../lib/routes.ts';

/** Goes back within the site, to the place and position the reader left; home for who came from elsewhere. */
export function BackLink(): ReactNode {
  const t = useTranslations('ui');
  const router = useRouter();
  return (
    <Link
      href={routes.home()}
      data-leads="back"
      aria-label={t('back')}
      title={t('back')}
      onClick={(event) => {
        // `navigation` lists only entries of this site; a browser without it goes home.
        if (!('navigation' in window) || !window.navigation.canGoBack) return;
        event.preventDefault();
        router.back();
      }}
      className="-ms-2 grid size-10 flex-none place-items-center rounded-full hover:bg-sunken"
    >
      <ArrowLeft aria-hidden="true" className="size-5" />
    </Link>
  );
}
