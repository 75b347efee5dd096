import type { Metadata } from 'next';
import { getTranslations } from 'next-intl/server';

import { ActivityHeader } from '../../../../features/activity/activity-header.tsx';
import { ActivitySkeleton } from '../../../../features/activity/activity-skeleton.tsx';
import { FollowingList } from '../../../../features/activity/following-list.tsx';
import { MemberOnly } from '../../../../features/auth/member-only.tsx';

export async function generateMetadata(): Promise<Metadata> {
  const t = await getTranslations('activity');
  return { title: t('following'), robots: { index: false } };
}

export default async function FollowingActivityPage() {
  const t = await getTranslations('activity');
  return (
    <>
      <ActivityHeader title={t('following')} />
      <MemberOnly fallback={<ActivitySkeleton />}>
        <FollowingList />
      </MemberOnly>
    </>
  );
}
