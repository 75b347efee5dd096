import type { Metadata } from 'next';
import { getTranslations } from 'next-intl/server';

import { AccountSettings } from '../../../../features/account/account-settings.tsx';
import { MemberOnly } from '../../../../features/auth/member-only.tsx';
import { FormSkeleton } from '../../../../features/profile-settings/with-me.tsx';

export async function generateMetadata(): Promise<Metadata> {
  const t = await getTranslations('account');
  return { title: t('title'), robots: { index: false } };
}

export default function AccountPage() {
  return (
    <MemberOnly fallback={<FormSkeleton />}>
      <AccountSettings />
    </MemberOnly>
  );
}
