import type { Metadata } from 'next';
import { getTranslations } from 'next-intl/server';

import { AppearanceForm } from '../../../../features/settings/appearance-form.tsx';

export async function generateMetadata(): Promise<Metadata> {
  const t = await getTranslations('settings');
  return { title: t('title'), robots: { index: false } };
}

export default function AppearancePage() {
  return <AppearanceForm />;
}
