import { randomBytes } from 'node:crypto';

import type { Identity } from '@dailyfeed/auth/identity';
import type { Revocation } from '@dailyfeed/auth/revocations';
import { newId } from '@dailyfeed/service-kit/id';

import type { MemberRow, RefreshTokenRow, Transaction } from '../db/client.ts';
import { toMe } from '../db/member-mapper.ts';
import {
  endRefreshFamilies,
  filterByAmr,
  insertRefreshFamily,
  lockRefreshFamiliesOf,
  updateRefreshFamily,
} from '../db/refresh-tokens.ts';
import type { Deps, IssuedSession, IssuedTokens, Signer } from '../deps.ts';
import { signAccessToken } from './access-token.ts';
import { toRefreshToken } from './refresh-token.ts';
import { recordRevocation, recordSessionRevocations } from './revocation.ts';

const dayMs = 86_400_000;
/** A session nobody refreshes ends after this long … */
const slidingLifeMs = 30 * dayMs;
/** … and each one after this long, however lively. */
const absoluteLifeMs = 180 * dayMs;
const saltBytes = 32;
const userAgentMax = 512;

/** When a session refreshed at `now` ends. */
export function expiryOf(family: { issuedAt: Date }, now: Date): Date {
  const sliding = now.getTime() + slidingLifeMs;
  return new Date(Math.min(sliding, family.issuedAt.getTime() + absoluteLifeMs));
}

/** What a session remembers of the last request that brought its refresh token. */
export function whereaboutsOf(identity: Identity): { userAgent: string; address: string } {
  return { userAgent: identity.userAgent.slice(0, userAgentMax), address: identity.address };
}

/** Starts a session of `member`, whom `admit` lets in; at a sign-up in the transaction that makes them. */
export async function startSession(
  deps: Pick<Deps, 'now' | 'settings'>,
  tx: Transaction,
  args: { member: MemberRow; amr: string[]; identity: Identity; signer: Signer },
): Promise<IssuedSession> {
  const { member, amr, identity, signer } = args;
  const now = deps.now();
  const family = {
    id: newId(),
    memberId: member.id,
    salt: new Uint8Array(randomBytes(saltBytes)),
    accessJti: newId(),
    amr,
    ...whereaboutsOf(identity),
    issuedAt: now,
    lastSeenAt: now,
    expiresAt: expiryOf({ issuedAt: now }, now),
  };
  await insertRefreshFamily(tx, family);
  const tokens = await issueTokens(deps, signer, { family: { ...family, generation: 0 }, member });
  return { ...tokens, member: toMe(member), isReactivated: false };
}

/** Makes the tokens of a family as it stands; nothing is written. */
export async function issueTokens(
  deps: Pick<Deps, 'now' | 'settings'>,
  signer: Signer,
  args: {
    family: Pick<RefreshTokenRow, 'id' | 'generation' | 'accessJti' | 'amr' | 'expiresAt'> & {
      salt: Uint8Array;
    };
    member: Pick<MemberRow, 'id' | 'roles'>;
  },
): Promise<IssuedTokens> {
  const { family, member } = args;
  const access = await signAccessToken(deps, signer, {
    jti: family.accessJti,
    memberId: member.id,
    sessionId: family.id,
    roles: member.roles,
    amr: family.amr,
  });
  return {
    ...access,
    refreshToken: toRefreshToken(family, deps.settings.refreshTokenSecret),
    refreshExpiresAt: family.expiresAt,
  };
}

/** Ends a session whose row is locked: no token of it, of either kind, is accepted from here on. */
export async function endSession(
  deps: Pick<Deps, 'now' | 'settings'>,
  tx: Transaction,
  args: { family: RefreshTokenRow; end: 'LOGGED_OUT' | 'REUSED' },
): Promise<Revocation[]> {
  const { family, end } = args;
  await updateRefreshFamily(tx, family.id, { endedAt: deps.now(), end });
  return [
    await recordRevocation(deps, tx, { kind: 'token', id: family.accessJti }),
    await recordRevocation(deps, tx, { kind: 'session', id: family.id }),
  ];
}

/**
 * Ends all sessions of a member, but `exceptId` and where given only those of `amr`, also those that are about to begin in another transaction. Nothing
 * else of the member may be locked before.
 */
export async function endSessionsOf(
  deps: Pick<Deps, 'now' | 'settings'>,
  tx: Transaction,
  args: { memberId: string; exceptId?: string; amr?: string },
): Promise<Revocation[]> {
  const live = await lockRefreshFamiliesOf(tx, args.memberId);
  const matching = args.amr === undefined ? live : await filterByAmr(tx, live, args.amr);
  const ids = matching.filter((id) => id !== args.exceptId);
  await endRefreshFamilies(tx, ids, { endedAt: deps.now(), end: 'LOGGED_OUT' });
  return recordSessionRevocations(deps, tx, ids);
}
