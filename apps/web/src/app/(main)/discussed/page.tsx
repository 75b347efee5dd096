import { CommentWindow } from '@dailyfeed/contract/feed';
import type { Metadata } from 'next';
import { getTranslations } from 'next-intl/server';

import { DiscussedFeedPage } from '../../../features/feed/home-feed.tsx';
import { loadDiscussed } from '../../../features/feed/load-feed.ts';
import { routes } from '../../../lib/routes.ts';

type Props = { searchParams: Promise<{ window?: string | string[] }> };

export async function generateMetadata(): Promise<Metadata> {
  const t = await getTranslations('feed');
  return {
    title: t('discussedTitle'),
    description: t('discussedText'),
    alternates: { canonical: routes.discussed() },
  };
}

export default async function DiscussedPage({ searchParams }: Props) {
  // An address with another window is as good as one without.
  const window = CommentWindow.catch('24h').parse((await searchParams).window);
  return <DiscussedFeedPage window={window} initial={await loadDiscussed(window)} />;
}
