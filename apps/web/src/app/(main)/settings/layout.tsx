import { getTranslations } from 'next-intl/server';
import type { ReactNode } from 'react';

import { SettingsNav } from '../../../features/settings/settings-nav.tsx';
import { PageHeader } from '../../../features/shell/page-header.tsx';

export default async function SettingsLayout({ children }: { children: ReactNode }) {
  const t = await getTranslations('settings');
  return (
    <>
      <PageHeader title={t('heading')} leading="back">
        <SettingsNav />
      </PageHeader>
      {children}
    </>
  );
}
