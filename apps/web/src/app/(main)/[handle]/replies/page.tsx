import type { Metadata } from 'next';
import { getTranslations } from 'next-intl/server';

import {
  findCommentsOf,
  findProfile,
  handleOf,
  loadProfile,
} from '../../../../features/profile/load-profile.ts';
import { ProfileComments } from '../../../../features/profile/profile-comments.tsx';
import { routes } from '../../../../lib/routes.ts';

type Props = { params: Promise<{ handle: string }> };

export async function generateMetadata({ params }: Props): Promise<Metadata> {
  const handle = handleOf((await params).handle);
  const t = await getTranslations('profile');
  const profile = await findProfile(handle);
  if (!profile) return { title: `@${handle}`, robots: { index: false } };
  return {
    title: t('commentsTitle', { name: profile.displayName, handle: profile.handle }),
    description: t('commentsOf', { name: profile.displayName }),
    alternates: { canonical: routes.replies(profile.handle) },
    // What stands here is found where it was written.
    robots: { index: false, follow: true },
  };
}

export default async function RepliesPage({ params }: Props) {
  const handle = handleOf((await params).handle);
  const profile = await loadProfile(handle, routes.replies);
  const comments = profile && !profile.isRestricted ? await findCommentsOf(profile.id) : undefined;
  return <ProfileComments handle={handle} initialProfile={profile} initialComments={comments} />;
}
