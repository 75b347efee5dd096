import type { Metadata } from 'next';
import { getTranslations } from 'next-intl/server';

import { AccountSettings } from '../../../../features/account/account-settings.tsx';
import { MemberOnly } from '../../../../features/auth/member-only.tsx';
import { FormSkeleton } from '../../../../features/profile-settings/with-me.tsx';

export async function generateMetadata(): Promise<Metadata> {
  const t = await getTranslations('account');
  return { title: t('title'), robots: { index: false } };
}

export default async function AccountPage({ searchParams }: PageProps<'/settings/account'>) {
  const { linked, error } = await searchParams;
  const outcome = {
    linked: typeof linked === 'string' ? linked : undefined,
    error: typeof error === 'string' ? error : undefined,
  };
  return (
    <MemberOnly fallback={<FormSkeleton />}>
      <AccountSettings outcome={outcome} />
    </MemberOnly>
  );
}
