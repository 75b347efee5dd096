import type { Metadata } from 'next';
import { getTranslations } from 'next-intl/server';

import { MemberOnly } from '../../../../features/auth/member-only.tsx';
import { PrivacySettings } from '../../../../features/privacy/privacy-settings.tsx';
import { FormSkeleton } from '../../../../features/profile-settings/with-me.tsx';
import { HiddenMembers } from '../../../../features/relation/hidden-members.tsx';

export async function generateMetadata(): Promise<Metadata> {
  const t = await getTranslations('privacy');
  return { title: t('title'), robots: { index: false } };
}

export default function PrivacySettingsPage() {
  return (
    <MemberOnly fallback={<FormSkeleton />}>
      <PrivacySettings />
      <HiddenMembers />
    </MemberOnly>
  );
}
