import type { Metadata } from 'next';
import { getTranslations } from 'next-intl/server';

import { MemberOnly } from '../../../../features/auth/member-only.tsx';
import { ProfileSettings } from '../../../../features/profile-settings/profile-settings.tsx';
import { FormSkeleton } from '../../../../features/profile-settings/with-me.tsx';

export async function generateMetadata(): Promise<Metadata> {
  const t = await getTranslations('profileSettings');
  return { title: t('title'), robots: { index: false } };
}

export default function ProfileSettingsPage() {
  return (
    <MemberOnly fallback={<FormSkeleton />}>
      <ProfileSettings />
    </MemberOnly>
  );
}
