import type { Metadata } from 'next';
import { getTranslations } from 'next-intl/server';

import { NotFound } from '../features/shell/not-found.tsx';
import { Shell } from '../features/shell/shell.tsx';

export async function generateMetadata(): Promise<Metadata> {
  const t = await getTranslations('shell');
  return { title: t('notFoundPage'), robots: { index: false } };
}

export default function RootNotFound() {
  return (
    <Shell>
      <NotFound />
    </Shell>
  );
}
