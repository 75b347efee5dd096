import { deviceOf } from '@dailyfeed/auth/device';
import type { Language } from '@dailyfeed/contract/member';
import type { Session } from '@dailyfeed/contract/session';

import type { RefreshTokenRow } from '../db/client.ts';
import { listLiveRefreshFamilies } from '../db/refresh-tokens.ts';
import type { Deps } from '../deps.ts';

/** More than anyone reads; logging out everywhere ends the others too. */
const listedMax = 100;

/** The member's sessions: the one that asks first, then the last seen. */
export async function listSessions(
  deps: Pick<Deps, 'db' | 'now' | 'places'>,
  args: { memberId: string; currentId: string | undefined; language: Language },
): Promise<Session[]> {
  const families = await listLiveRefreshFamilies(deps.db, {
    memberId: args.memberId,
    now: deps.now(),
    limit: listedMax,
  });
  const sessions = families.map((family) => toSession(deps, family, args));
  return sessions.toSorted((a, b) => Number(b.current) - Number(a.current));
}

function toSession(
  { places }: Pick<Deps, 'places'>,
  family: RefreshTokenRow,
  { currentId, language }: { currentId: string | undefined; language: Language },
): Session {
  const lastSeenAt = family.lastSeenAt ?? family.rotatedAt ?? family.issuedAt;
  return {
    id: family.id,
    current: family.id === currentId,
    userAgent: family.userAgent,
    device: deviceOf(family.userAgent),
    address: family.address,
    place: places.find(family.address, language),
    createdAt: family.issuedAt.toISOString(),
    lastSeenAt: lastSeenAt.toISOString(),
    expiresAt: family.expiresAt.toISOString(),
  };
}
