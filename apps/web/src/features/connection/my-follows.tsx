'use client';

import type { ReactNode } from 'react';

import { WithMe } from '../profile-settings/with-me.tsx';
import { type FollowSide, Follows } from '../profile/follow-list.tsx';

/** One side of the member's own follows. */
export function MyFollows({ side }: { side: FollowSide }): ReactNode {
  return <WithMe>{(me) => <Follows side={side} member={me} />}</WithMe>;
}
