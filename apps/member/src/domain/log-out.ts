import type { Identity } from '@dailyfeed/auth/identity';
import type { Revocation } from '@dailyfeed/auth/revocations';
import { AppError } from '@dailyfeed/contract/errors';

import type { Transaction } from '../db/client.ts';
import { findRefreshFamily, lockRefreshFamily } from '../db/refresh-tokens.ts';
import type { Deps, SessionTransport } from '../deps.ts';
import { isGenuine, parseRefreshToken } from './refresh-token.ts';
import { announceRevocation } from './revocation.ts';
import { endSession, endSessionsOf } from './session.ts';

/**
 * Ends the session that the request speaks for, and the one of the cookie it brought, should that be another of the same
 * member: a browser that logs out keeps neither. A cookie of somebody else was put there by a log-in meanwhile, in
 * another tab. Ending what has ended already is no error.
 */
export async function logOut(
  deps: Deps,
  args: { identity: Identity; refreshToken: string | undefined },
): Promise<void> {
  const { member } = args.identity;
  const cookie = args.refreshToken === undefined ? undefined : parseRefreshToken(args.refreshToken);
  const { refreshTokenSecret } = deps.settings;
  const ids = new Set([member?.sessionId, cookie?.familyId].filter((id) => id !== undefined));

  const end = async (tx: Transaction, id: string): Promise<Revocation[]> => {
    const family = await lockRefreshFamily(tx, id);
    if (!family || family.endedAt) return [];
    const isOwn = family.id === member?.sessionId;
    const isHeld =
      cookie !== undefined &&
      family.memberId === member?.memberId &&
      isGenuine(cookie, family, refreshTokenSecret);
    return isOwn || isHeld ? endSession(deps, tx, { family, end: 'LOGGED_OUT' }) : [];
  };
  const revocations = await deps.db.$transaction(async (tx) => {
    const ended: Revocation[] = [];
    // In one order everywhere: two log-outs never wait for each other in a circle.
    for (const id of [...ids].toSorted()) ended.push(...(await end(tx, id)));
    return ended;
  });
  await Promise.all(revocations.map((each) => announceRevocation(deps, each)));
}

/** Takes the cookies of the member who leaves away; somebody else's living session stays in the browser. */
export async function clearCookies(
  deps: Deps,
  args: { memberId: string; session: SessionTransport },
): Promise<void> {
  const { refreshToken } = args.session;
  const cookie = refreshToken === undefined ? undefined : parseRefreshToken(refreshToken);
  const family = cookie && (await findRefreshFamily(deps.db, cookie.familyId));
  const isOfAnother =
    cookie !== undefined &&
    family?.endedAt === null &&
    family.memberId !== args.memberId &&
    isGenuine(cookie, family, deps.settings.refreshTokenSecret);
  if (!isOfAnother) args.session.clear();
}

/** Ends every session of the member, this one too. */
export async function logOutEverywhere(deps: Deps, memberId: string): Promise<void> {
  const revocations = await deps.db.$transaction((tx) => endSessionsOf(deps, tx, { memberId }));
  await Promise.all(revocations.map((each) => announceRevocation(deps, each)));
}

/** Ends one session of the member. SESSION_NOT_FOUND for one that has ended, and for anyone else's. */
export async function revokeSession(
  deps: Deps,
  args: { memberId: string; id: string },
): Promise<void> {
  const revocations = await deps.db.$transaction(async (tx) => {
    const family = await lockRefreshFamily(tx, args.id);
    const isLive = family && !family.endedAt && family.expiresAt > deps.now();
    if (!isLive || family.memberId !== args.memberId) throw new AppError('SESSION_NOT_FOUND');
    return endSession(deps, tx, { family, end: 'LOGGED_OUT' });
  });
  await Promise.all(revocations.map((each) => announceRevocation(deps, each)));
}
