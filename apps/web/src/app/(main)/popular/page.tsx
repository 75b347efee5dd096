import type { Metadata } from 'next';
import { getTranslations } from 'next-intl/server';

import { PopularFeedPage } from '../../../features/feed/home-feed.tsx';
import { loadPopular } from '../../../features/feed/load-feed.ts';

export async function generateMetadata(): Promise<Metadata> {
  const t = await getTranslations('feed');
  return { title: t('popularTitle'), description: t('popularText') };
}

export default async function PopularPage() {
  return <PopularFeedPage initialPopular={await loadPopular()} />;
}
