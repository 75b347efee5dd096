import type { Marker } from '@dailyfeed/contract/feed';

import { findMarker, saveMarker } from '../db/marker.ts';
import type { Deps } from '../deps.ts';
import { cursorAt } from './following-feed.ts';

/** Where the member was; nowhere while Redis is away. */
export async function getMarker(deps: Deps, memberId: string): Promise<Marker> {
  const found = await deps.state.ask((redis) => findMarker(redis, memberId));
  return found ? { ...found, cursor: cursorAt(found.postId) } : nowhere;
}

/** Keeps where the member is; the last word wins, from whatever device. Rejects while Redis is away. */
export async function setMarker(
  deps: Deps,
  args: { memberId: string; postId: string },
): Promise<Marker> {
  const marker = { postId: args.postId, setAt: deps.now().toISOString() };
  await saveMarker(deps.state.redis, args.memberId, marker);
  return { ...marker, cursor: cursorAt(marker.postId) };
}

const nowhere: Marker = { postId: null, setAt: null, cursor: null };
