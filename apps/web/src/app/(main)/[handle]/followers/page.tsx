import type { Metadata } from 'next';
import { getTranslations } from 'next-intl/server';

import { FollowPage } from '../../../../features/profile/follow-page.tsx';
import {
  findFollowsOf,
  findProfile,
  handleOf,
  loadProfile,
} from '../../../../features/profile/load-profile.ts';
import { routes } from '../../../../lib/routes.ts';

type Props = { params: Promise<{ handle: string }> };

export async function generateMetadata({ params }: Props): Promise<Metadata> {
  const handle = handleOf((await params).handle);
  const t = await getTranslations('profile');
  const name = (await findProfile(handle))?.displayName ?? `@${handle}`;
  return { title: t('followersOf', { name }), robots: { index: false } };
}

export default async function FollowersPage({ params }: Props) {
  const handle = handleOf((await params).handle);
  const profile = await loadProfile(handle, routes.followers);
  const follows = profile && (await findFollowsOf(profile.id, 'followers'));
  return <FollowPage side="followers" {...{ handle, profile, follows }} />;
}
