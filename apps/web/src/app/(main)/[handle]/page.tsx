import type { Metadata, ResolvingMetadata } from 'next';
import { getTranslations } from 'next-intl/server';

import { excerptOf } from '../../../features/post/load-post.ts';
import {
  findPostsOf,
  findProfile,
  handleOf,
  loadProfile,
} from '../../../features/profile/load-profile.ts';
import { ProfilePosts } from '../../../features/profile/profile-posts.tsx';
import { siteCard } from '../../../lib/card.ts';
import { routes } from '../../../lib/routes.ts';
import { isLikelyMember } from '../../../lib/server-reader.ts';

type Props = { params: Promise<{ handle: string }> };

export async function generateMetadata(
  { params }: Props,
  parent: ResolvingMetadata,
): Promise<Metadata> {
  const handle = handleOf((await params).handle);
  const t = await getTranslations('profile');
  const profile = await findProfile(handle);
  if (!profile) {
    const title = (await isLikelyMember()) ? `@${handle}` : t('notFoundTitle');
    return { title, robots: { index: false } };
  }
  const title = t('title', { name: profile.displayName, handle: profile.handle });
  const description = excerptOf(profile.bio) || title;
  return {
    title,
    description,
    ...(profile.isRestricted && { robots: { index: false } }),
    alternates: { canonical: routes.profile(profile.handle) },
    openGraph: {
      ...(await siteCard(parent)),
      type: 'profile',
      title,
      description,
      url: routes.profile(profile.handle),
      username: profile.handle,
    },
    twitter: { card: 'summary', title, description },
  };
}

export default async function ProfilePage({ params }: Props) {
  const handle = handleOf((await params).handle);
  const profile = await loadProfile(handle, routes.profile);
  const posts = profile && !profile.isRestricted ? await findPostsOf(profile.id) : undefined;
  return <ProfilePosts handle={handle} initialProfile={profile} initialPosts={posts} />;
}
