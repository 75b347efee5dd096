import type { Metadata } from 'next';
import { getTranslations } from 'next-intl/server';

import { ProfileNotFound } from '../../../features/profile/profile-not-found.tsx';
import { PageHeader } from '../../../features/shell/page-header.tsx';

export async function generateMetadata(): Promise<Metadata> {
  const t = await getTranslations('profile');
  return { title: t('notFoundTitle'), robots: { index: false } };
}

export default async function ProfileNotFoundPage() {
  const t = await getTranslations('shell');
  return (
    <div>
      <PageHeader title={t('profile')} leading="back" />
      <ProfileNotFound />
    </div>
  );
}
