import type { Metadata } from 'next';
import { getTranslations } from 'next-intl/server';

import { ActivityList, ActivitySkeleton } from '../../../features/activity/activity-list.tsx';
import { MemberOnly } from '../../../features/auth/member-only.tsx';
import { PageHeader } from '../../../features/shell/page-header.tsx';

export async function generateMetadata(): Promise<Metadata> {
  const t = await getTranslations('activity');
  return { title: t('title'), robots: { index: false } };
}

export default async function ActivityPage() {
  const t = await getTranslations('activity');
  return (
    <>
      <PageHeader title={t('title')} note={t('intro')} />
      <MemberOnly fallback={<ActivitySkeleton />}>
        <ActivityList />
      </MemberOnly>
    </>
  );
}
