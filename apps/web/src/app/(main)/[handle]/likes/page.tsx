import type { Metadata } from 'next';
import { getTranslations } from 'next-intl/server';

import { handleOf } from '../../../../features/profile/load-profile.ts';
import { ProfileLikes } from '../../../../features/profile/profile-likes.tsx';

type Props = { params: Promise<{ handle: string }> };

export async function generateMetadata(): Promise<Metadata> {
  const t = await getTranslations('feed');
  return { title: t('liked'), robots: { index: false } };
}

export default async function LikesPage({ params }: Props) {
  return <ProfileLikes handle={handleOf((await params).handle)} />;
}
