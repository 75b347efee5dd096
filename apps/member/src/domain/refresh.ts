import type { Identity } from '@dailyfeed/auth/identity';
import type { Revocation } from '@dailyfeed/auth/revocations';
import { AppError } from '@dailyfeed/contract/errors';
import { newId } from '@dailyfeed/service-kit/id';

import type { MemberRow, RefreshTokenRow, Transaction } from '../db/client.ts';
import { findMember } from '../db/members.ts';
import { lockRefreshFamily, updateRefreshFamily } from '../db/refresh-tokens.ts';
import type { Deps, IssuedTokens } from '../deps.ts';
import { isGenuine, parseRefreshToken, type PresentedToken, standingOf } from './refresh-token.ts';
import { announceRevocation } from './revocation.ts';
import { warn } from './security-notice.ts';
import { endSession, expiryOf, issueTokens, whereaboutsOf } from './session.ts';

type Outcome =
  | { kind: 'refreshed'; family: RefreshTokenRow; member: MemberRow }
  | { kind: 'reused'; family: RefreshTokenRow; revocations: Revocation[] }
  | { kind: 'refused'; code: 'TOKEN_INVALID' | 'TOKEN_REVOKED' };

/**
 * Exchanges a refresh token for a new pair. Throws UNAUTHENTICATED without one, TOKEN_INVALID for one that is unknown
 * or has expired, TOKEN_REVOKED when its session has ended, be it by this very request: a token whose successor is in
 * use is in two hands, and the session ends for both.
 */
export async function refreshSession(
  deps: Deps,
  token: string | undefined,
  identity: Identity,
): Promise<IssuedTokens> {
  if (token === undefined) throw new AppError('UNAUTHENTICATED');
  const presented = parseRefreshToken(token);
  if (!presented) throw new AppError('TOKEN_INVALID');
  // Before the transaction: from then on nothing but the database can fail.
  const signer = await deps.keys.getSigner();

  const outcome = await deps.db.$transaction((tx) => judge(deps, tx, { presented, identity }));
  switch (outcome.kind) {
    case 'refreshed':
      return issueTokens(deps, signer, outcome);
    case 'refused':
      throw new AppError(outcome.code);
    case 'reused': {
      const { id: sessionId, memberId } = outcome.family;
      deps.events.wake();
      deps.log.warn({ sessionId, memberId }, 'refresh token reused');
      await Promise.all(outcome.revocations.map((each) => announceRevocation(deps, each)));
      throw new AppError('TOKEN_REVOKED');
    }
  }
}

/** Decides under the lock of the family's row, so that of many requests with one token all get one answer. */
async function judge(
  deps: Deps,
  tx: Transaction,
  request: { presented: PresentedToken; identity: Identity },
): Promise<Outcome> {
  const { presented, identity } = request;
  const family = await lockRefreshFamily(tx, presented.familyId);
  const { refreshTokenSecret } = deps.settings;
  if (!family || !isGenuine(presented, family, refreshTokenSecret)) {
    return { kind: 'refused', code: 'TOKEN_INVALID' };
  }
  if (family.endedAt) return { kind: 'refused', code: 'TOKEN_REVOKED' };
  const now = deps.now();
  if (family.expiresAt <= now) return { kind: 'refused', code: 'TOKEN_INVALID' };
  const member = await findMember(tx, family.memberId);
  if (!member) return { kind: 'refused', code: 'TOKEN_REVOKED' };

  const seen = { lastSeenAt: now, ...whereaboutsOf(identity) };
  switch (standingOf(presented, family, now)) {
    case 'current': {
      const advanced = {
        ...seen,
        accessJti: newId(),
        generation: family.generation + 1,
        rotatedAt: now,
        currentUsedAt: null,
        expiresAt: expiryOf(family, now),
      };
      await updateRefreshFamily(tx, family.id, advanced);
      return { kind: 'refreshed', family: { ...family, ...advanced }, member };
    }
    case 'previous':
      // The successor is there already and stays what it is. The access token beside it keeps its `jti` too: whichever
      // of the two is used first says that the successor has arrived.
      await updateRefreshFamily(tx, family.id, seen);
      return { kind: 'refreshed', family: { ...family, ...seen }, member };
    case 'reused': {
      const revocations = await endSession(deps, tx, { family, end: 'REUSED' });
      await warn(deps, tx, {
        to: member.email,
        content: { kind: 'SESSION_REUSED', memberId: member.id },
      });
      return { kind: 'reused', family, revocations };
    }
  }
}
