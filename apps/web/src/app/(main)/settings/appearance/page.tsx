import type { Metadata } from 'next';
import { getTranslations } from 'next-intl/server';

import { AppearanceForm } from '../../../../features/settings/appearance-form.tsx';
import { PageHeader } from '../../../../features/shell/page-header.tsx';

export async function generateMetadata(): Promise<Metadata> {
  const t = await getTranslations('settings');
  return { title: t('title'), robots: { index: false } };
}

export default async function AppearancePage() {
  const t = await getTranslations('settings');
  return (
    <>
      <PageHeader title={t('title')} leading="back" />
      <AppearanceForm />
    </>
  );
}
