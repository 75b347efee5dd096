import type { Metadata } from 'next';
import { getTranslations } from 'next-intl/server';

import { MemberOnly } from '../../../features/auth/member-only.tsx';
import { MyFeed } from '../../../features/feed/own-feed.tsx';
import { OwnHeader } from '../../../features/feed/own-header.tsx';
import { PostCardSkeletons } from '../../../features/post/post-card-skeleton.tsx';

export async function generateMetadata(): Promise<Metadata> {
  const t = await getTranslations('feed');
  return { title: t('mine'), robots: { index: false } };
}

export default async function MyPostsPage() {
  const t = await getTranslations('feed');
  return (
    <div>
      <OwnHeader title={t('mine')} />
      <MemberOnly fallback={<PostCardSkeletons />}>
        <MyFeed />
      </MemberOnly>
    </div>
  );
}
