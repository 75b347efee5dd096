import type { Metadata } from 'next';
import { getTranslations } from 'next-intl/server';

import { MemberOnly } from '../../../features/auth/member-only.tsx';
import { FollowListSkeleton } from '../../../features/profile/follow-list-skeleton.tsx';
import { RecommendationList } from '../../../features/recommendation/recommendation-list.tsx';
import { PageHeader } from '../../../features/shell/page-header.tsx';

export async function generateMetadata(): Promise<Metadata> {
  const t = await getTranslations('discover');
  return { title: t('title'), robots: { index: false } };
}

export default async function DiscoverPage() {
  const t = await getTranslations('discover');
  return (
    <>
      <PageHeader title={t('title')} note={t('intro')} />
      <MemberOnly fallback={<FollowListSkeleton />}>
        <RecommendationList />
      </MemberOnly>
    </>
  );
}
