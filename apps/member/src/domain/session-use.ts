import { markRefreshFamilyUsed } from '../db/refresh-tokens.ts';
import type { Deps, SessionUses } from '../deps.ts';

/** As many access tokens as may be alive at once and still cost one statement each. */
const rememberedMax = 10_000;

/**
 * Notices the first use of each access token: who uses it has received the refresh token that came with it, so the one
 * before that is no lost answer any more (see `standingOf`).
 */
export function createSessionUses(deps: Pick<Deps, 'db' | 'now' | 'log'>): SessionUses {
  const noted = new Set<string>();
  return {
    note: async ({ sessionId, tokenId }) => {
      if (tokenId === undefined || noted.has(tokenId)) return;
      try {
        await markRefreshFamilyUsed(deps.db, {
          id: sessionId,
          accessJti: tokenId,
          at: deps.now(),
        });
        noted.add(tokenId);
        if (noted.size > rememberedMax) noted.delete(noted.values().next().value ?? '');
      } catch (error) {
        // The next request notes it; whether this one can be answered is for its procedure to say.
        deps.log.warn({ err: error }, 'use of a session not noted');
      }
    },
  };
}
