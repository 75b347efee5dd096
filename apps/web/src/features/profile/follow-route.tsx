import type { Metadata } from 'next';
import { getTranslations } from 'next-intl/server';
import type { ReactNode } from 'react';

import { routes } from '../../lib/routes.ts';
import type { FollowSide } from './follow-list.tsx';
import { FollowPage } from './follow-page.tsx';
import { findFollowsOf, findProfile, handleOf, loadProfile } from './load-profile.ts';

export type FollowRouteProps = { params: Promise<{ handle: string }> };

export async function followMetadata(
  { params }: FollowRouteProps,
  side: FollowSide,
): Promise<Metadata> {
  const handle = handleOf((await params).handle);
  const t = await getTranslations('profile');
  const name = (await findProfile(handle))?.displayName ?? `@${handle}`;
  return { title: t(`${side}Of`, { name }), robots: { index: false } };
}

/** The page of one side of a member's follows. */
export async function followRoute(
  { params }: FollowRouteProps,
  side: FollowSide,
): Promise<ReactNode> {
  const handle = handleOf((await params).handle);
  const profile = await loadProfile(handle, routes[side]);
  const follows = profile && (await findFollowsOf(profile.id, side));
  return <FollowPage {...{ side, handle, profile, follows }} />;
}
