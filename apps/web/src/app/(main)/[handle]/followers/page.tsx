import type { Metadata } from 'next';
import type { ReactNode } from 'react';

import {
  followMetadata,
  followRoute,
  type FollowRouteProps,
} from '../../../../features/profile/follow-route.tsx';

export function generateMetadata(props: FollowRouteProps): Promise<Metadata> {
  return followMetadata(props, 'followers');
}

export default function FollowersPage(props: FollowRouteProps): Promise<ReactNode> {
  return followRoute(props, 'followers');
}
