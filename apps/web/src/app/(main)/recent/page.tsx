import type { Metadata } from 'next';
import { getTranslations } from 'next-intl/server';

import { RecentFeedPage } from '../../../features/feed/home-feed.tsx';
import { loadRecent } from '../../../features/feed/load-feed.ts';

export async function generateMetadata(): Promise<Metadata> {
  const t = await getTranslations('feed');
  return { title: t('recentTitle'), description: t('recentText') };
}

export default async function RecentPage() {
  return <RecentFeedPage initialRecent={await loadRecent()} />;
}
