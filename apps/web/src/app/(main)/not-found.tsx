import type { Metadata } from 'next';
import { getTranslations } from 'next-intl/server';

import { NotFound } from '../../features/shell/not-found.tsx';

export async function generateMetadata(): Promise<Metadata> {
  const t = await getTranslations('shell');
  return { title: t('notFoundPage'), robots: { index: false } };
}

export default function MainNotFound() {
  return <NotFound />;
}
