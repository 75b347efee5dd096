import type { HiddenIds } from '@dailyfeed/contract/relation';

import { findHidden, saveHidden } from '../db/hidden.ts';
import type { Deps } from '../deps.ts';
import type { Graph } from './following.ts';

/** Whose words a reader does not meet: `blocked` nowhere, `muted` only where they were not asked for. */
export type Hidden = { blocked: ReadonlySet<string>; muted: ReadonlySet<string> };

/**
 * Whom the reader is not to meet, as of `graph`, whose version grows with every block and mute: they take effect with
 * the next request. A mute that ends by itself ends on time, however long the list has been remembered.
 */
export async function readHidden(deps: Deps, graph: Graph): Promise<Hidden> {
  const { blocked, muted } = await loadHidden(deps, graph);
  const now = deps.now().toISOString();
  const lasting = muted.filter((mute) => mute.until === null || mute.until > now);
  return { blocked: new Set(blocked), muted: new Set(lasting.map((mute) => mute.memberId)) };
}

async function loadHidden(deps: Deps, { memberId, version }: Graph): Promise<HiddenIds> {
  if (version === undefined) return deps.members.hiddenIds(memberId);
  const key = { memberId, version };
  return deps.memory.hidden.load(key, async () => {
    const kept = await deps.cache.ask((redis) => findHidden(redis, key));
    if (kept) return kept;
    const hidden = await deps.members.hiddenIds(memberId);
    await deps.cache.ask((redis) => saveHidden(redis, key, hidden));
    return hidden;
  });
}
