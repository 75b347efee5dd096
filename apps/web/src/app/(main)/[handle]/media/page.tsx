import type { Metadata } from 'next';
import { getTranslations } from 'next-intl/server';

import {
  findMediaOf,
  findProfile,
  handleOf,
  loadProfile,
} from '../../../../features/profile/load-profile.ts';
import { ProfileMedia } from '../../../../features/profile/profile-media.tsx';
import { routes } from '../../../../lib/routes.ts';

type Props = { params: Promise<{ handle: string }> };

export async function generateMetadata({ params }: Props): Promise<Metadata> {
  const handle = handleOf((await params).handle);
  const t = await getTranslations('profile');
  const profile = await findProfile(handle);
  if (!profile) return { title: `@${handle}`, robots: { index: false } };
  return {
    title: t('mediaTitle', { name: profile.displayName, handle: profile.handle }),
    description: t('mediaOf', { name: profile.displayName }),
    alternates: { canonical: routes.media(profile.handle) },
    // What stands here is found where it was posted.
    robots: { index: false, follow: true },
  };
}

export default async function MediaPage({ params }: Props) {
  const handle = handleOf((await params).handle);
  const profile = await loadProfile(handle, routes.media);
  const posts = profile && !profile.isRestricted ? await findMediaOf(profile.id) : undefined;
  return <ProfileMedia handle={handle} initialProfile={profile} initialPosts={posts} />;
}
