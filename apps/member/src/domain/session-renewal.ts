import type { Identity } from '@dailyfeed/auth/identity';
import { AppError } from '@dailyfeed/contract/errors';
import { newId } from '@dailyfeed/service-kit/id';

import type { RefreshTokenRow, Transaction } from '../db/client.ts';
import { lockRefreshFamily, updateRefreshFamily } from '../db/refresh-tokens.ts';
import type { Deps } from '../deps.ts';
import { expiryOf, whereaboutsOf } from './session.ts';

/** Moves a session on to its next pair of tokens, as a refresh would. The superseded access token lives out its minutes. */
export async function renewSession(
  deps: Pick<Deps, 'now'>,
  tx: Transaction,
  args: { sessionId: string; identity: Identity },
): Promise<RefreshTokenRow> {
  const family = await lockRefreshFamily(tx, args.sessionId);
  const now = deps.now();
  if (!family || family.endedAt || family.expiresAt <= now) throw new AppError('TOKEN_REVOKED');
  const advanced = {
    ...whereaboutsOf(args.identity),
    lastSeenAt: now,
    accessJti: newId(),
    generation: family.generation + 1,
    rotatedAt: now,
    currentUsedAt: null,
    expiresAt: expiryOf(family, now),
  };
  await updateRefreshFamily(tx, family.id, advanced);
  return { ...family, ...advanced };
}
