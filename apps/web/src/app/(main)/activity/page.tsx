import type { Metadata } from 'next';
import { getTranslations } from 'next-intl/server';

import { ActivityHeader } from '../../../features/activity/activity-header.tsx';
import { ActivityList } from '../../../features/activity/activity-list.tsx';
import { ActivitySkeleton } from '../../../features/activity/activity-skeleton.tsx';
import { findStoryFilter } from '../../../features/activity/story-filter.ts';
import { MemberOnly } from '../../../features/auth/member-only.tsx';

type Props = { searchParams: Promise<{ type?: string | string[] }> };

export async function generateMetadata(): Promise<Metadata> {
  const t = await getTranslations('activity');
  return { title: t('title'), robots: { index: false } };
}

export default async function ActivityPage({ searchParams }: Props) {
  const t = await getTranslations('activity');
  const type = findStoryFilter((await searchParams).type);
  return (
    <>
      <ActivityHeader title={t('title')} />
      <MemberOnly fallback={<ActivitySkeleton />}>
        <ActivityList type={type} />
      </MemberOnly>
    </>
  );
}
