import type { Metadata } from 'next';
import { getTranslations } from 'next-intl/server';

import { MemberOnly } from '../../../../features/auth/member-only.tsx';
import { SessionList, SessionsSkeleton } from '../../../../features/session/session-list.tsx';

export async function generateMetadata(): Promise<Metadata> {
  const t = await getTranslations('session');
  return { title: t('title'), robots: { index: false } };
}

export default function SessionsPage() {
  return (
    <MemberOnly fallback={<SessionsSkeleton />}>
      <SessionList />
    </MemberOnly>
  );
}
