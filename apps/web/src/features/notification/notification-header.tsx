'use client';

import { Settings } from 'lucide-react';
import { useTranslations } from 'next-intl';
import Link from 'next/link';
import type { ReactNode } from 'react';

import { routes } from '../../lib/routes.ts';
import { PageHeader } from '../shell/page-header.tsx';

/** The page's name, and the way to what one wants to hear of. */
export function NotificationHeader(): ReactNode {
  const t = useTranslations('notification');
  return (
    <PageHeader
      title={t('title')}
      action={
        <Link
          href={routes.notificationSettings()}
          aria-label={t('settingsTitle')}
          title={t('settingsTitle')}
          className="grid size-11 place-items-center rounded-full text-ink-3 hover:bg-sunken hover:text-ink"
        >
          <Settings aria-hidden="true" className="size-5 stroke-[1.75]" />
        </Link>
      }
    />
  );
}
