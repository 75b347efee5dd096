import type { Metadata } from 'next';
import { getTranslations } from 'next-intl/server';

import { MemberOnly } from '../../../../features/auth/member-only.tsx';
import { NotificationSettings } from '../../../../features/notification/notification-settings.tsx';
import { FormSkeleton } from '../../../../features/profile-settings/with-me.tsx';

export async function generateMetadata(): Promise<Metadata> {
  const t = await getTranslations('notification');
  return { title: t('settingsTitle'), robots: { index: false } };
}

export default function NotificationSettingsPage() {
  return (
    <MemberOnly fallback={<FormSkeleton />}>
      <NotificationSettings />
    </MemberOnly>
  );
}
