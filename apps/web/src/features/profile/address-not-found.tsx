'use client';

import { useTranslations } from 'next-intl';
import { usePathname } from 'next/navigation';
import type { ReactNode } from 'react';

import { NotFound } from '../shell/not-found.tsx';
import { PageHeader } from '../shell/page-header.tsx';
import { ProfileNotFound } from './profile-not-found.tsx';

/** `/@nobody` misses a profile; any other address in that place misses a page. */
export function AddressNotFound(): ReactNode {
  const t = useTranslations('shell');
  if (!decodeURIComponent(usePathname()).startsWith('/@')) return <NotFound />;
  return (
    <>
      <PageHeader title={t('profile')} leading="back" />
      <ProfileNotFound />
    </>
  );
}
