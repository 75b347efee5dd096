import type { Metadata } from 'next';
import { getTranslations } from 'next-intl/server';

import { LikesPage } from '../../../../features/feed/likes-page.tsx';
import { handleOf } from '../../../../features/profile/load-profile.ts';

type Props = { params: Promise<{ handle: string }> };

export async function generateMetadata(): Promise<Metadata> {
  const t = await getTranslations('feed');
  return { title: t('liked'), robots: { index: false } };
}

export default async function ProfileLikesPage({ params }: Props) {
  return <LikesPage handle={handleOf((await params).handle)} />;
}
