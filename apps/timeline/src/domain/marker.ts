import type { Marker } from '@dailyfeed/contract/feed';

import { findMarker, saveMarker } from '../db/marker.ts';
import type { Deps } from '../deps.ts';

/** Where the member was; nowhere while Redis is away. */
export async function getMarker(deps: Deps, memberId: string): Promise<Marker> {
  const found = await deps.state.ask((redis) => findMarker(redis, memberId));
  return found ?? { postId: null, setAt: null };
}

/** Keeps where the member is; the last word wins, from whatever device. Rejects while Redis is away. */
export async function setMarker(
  deps: Deps,
  args: { memberId: string; postId: string },
): Promise<Marker> {
  const marker = { postId: args.postId, setAt: deps.now().toISOString() };
  await saveMarker(deps.state.redis, args.memberId, marker);
  return marker;
}
