import type { Metadata } from 'next';
import { getTranslations } from 'next-intl/server';

import { AddressNotFound } from '../../../features/profile/address-not-found.tsx';

export async function generateMetadata(): Promise<Metadata> {
  const t = await getTranslations('shell');
  return { title: t('notFoundPage'), robots: { index: false } };
}

export default function HandleNotFound() {
  return <AddressNotFound />;
}
