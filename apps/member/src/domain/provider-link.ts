import type { Principal } from '@dailyfeed/auth/identity';
import { AppError } from '@dailyfeed/contract/errors';
import type { LinkStart, ProviderId } from '@dailyfeed/contract/provider';
import { newId } from '@dailyfeed/service-kit/id';
import * as z from 'zod';

import { isUniqueViolation, type MemberRow, type Transaction } from '../db/client.ts';
import {
  findMemberByIdentity,
  insertIdentity,
  listIdentities,
  removeIdentity,
} from '../db/linked-identities.ts';
import { markEmailVerified } from '../db/members.ts';
import { findRefreshFamily } from '../db/refresh-tokens.ts';
import type { Deps, ProvenIdentity, RedirectProvider } from '../deps.ts';
import { normaliseEmail } from './email.ts';
import { lockMember } from './profile-change.ts';
import { useOnce } from './provider-transaction.ts';
import { getRedirectProvider } from './provider.ts';
import { isGenuine, parseRefreshToken } from './refresh-token.ts';
import { announceRevocation } from './revocation.ts';
import { seal, unseal } from './sealed.ts';
import { warn } from './security-notice.ts';
import { endSessionsOf } from './session.ts';
import { listWaysIn } from './way-in.ts';

const purpose = 'provider-link';
const ticketTtlSeconds = 300;
const Ticket = z.object({
  id: z.uuid(),
  provider: z.string(),
  memberId: z.uuid(),
  sessionId: z.uuid(),
});

/** Whose session wants to link. */
export type Linker = Pick<Principal, 'memberId' | 'sessionId'>;

/** The address at which linking begins, good once and in the browser that has this session. */
export async function createLinkStart(
  deps: Deps,
  args: { provider: ProviderId; linker: Linker },
): Promise<LinkStart> {
  const provider = getRedirectProvider(deps, args.provider);
  const { memberId, sessionId } = args.linker;
  const rows = await listIdentities(deps.db, memberId);
  if (rows.some((row) => row.provider === provider.id && row.issuer === provider.issuer)) {
    throw new AppError('PROVIDER_LINKED');
  }
  const ticket = { id: newId(), provider: provider.id, memberId, sessionId };
  const sealed = await seal(deps, ticket, { purpose, ttlSeconds: ticketTtlSeconds });
  return { path: `/api/auth/${provider.id}/start?link=${sealed}` };
}

/**
 * Takes the start address back. The browser must hold the very session it was made for: a member who is lured to
 * somebody else's address would give their own account at the provider away.
 */
export async function redeemLinkStart(
  deps: Deps,
  sealed: string,
  at: { provider: string; refreshToken: string | undefined },
): Promise<Linker> {
  const ticket = await unseal(deps, sealed, { purpose, content: Ticket });
  const sessionId = await findSessionId(deps, at.refreshToken);
  const isGood = ticket?.provider === at.provider && ticket.sessionId === sessionId;
  if (!ticket || !isGood) throw new AppError('PROVIDER_TRANSACTION_INVALID');
  await useOnce(deps, ticket.id, ticketTtlSeconds);
  return { memberId: ticket.memberId, sessionId: ticket.sessionId };
}

/** Links what was proven to a member who asked for it. Once more with the same is no error and no second mail. */
export async function linkIdentity(
  deps: Deps,
  args: { linker: Linker; provider: RedirectProvider; proven: ProvenIdentity },
): Promise<void> {
  try {
    await deps.db.$transaction((tx) => linkOnce(deps, tx, args));
  } catch (error) {
    if (!isUniqueViolation(error)) throw error;
    // Somebody was faster; who, decides what that means.
    await deps.db.$transaction((tx) => linkOnce(deps, tx, args));
  }
  deps.events.wake();
}

async function linkOnce(
  deps: Deps,
  tx: Transaction,
  args: { linker: Linker; provider: RedirectProvider; proven: ProvenIdentity },
): Promise<void> {
  const { linker, provider, proven } = args;
  const member = await lockMember(tx, linker.memberId);
  const session = await findRefreshFamily(tx, linker.sessionId);
  if (!isLive(session, deps.now())) throw new AppError('PROVIDER_TRANSACTION_INVALID');
  const { id: name, issuer } = provider;
  const owner = await findMemberByIdentity(tx, { provider: name, issuer, subject: proven.subject });
  if (owner?.id === member.id) return;
  if (owner) throw new AppError('PROVIDER_LINKED_ELSEWHERE');
  const former = (await listIdentities(tx, member.id)).find((row) => row.provider === name);
  if (former?.issuer === issuer) throw new AppError('PROVIDER_LINKED');
  if (former) await removeIdentity(tx, former.id);
  await insertLink(deps, tx, { member, provider, proven });
  await tellOf(deps, tx, { member, provider, kind: 'PROVIDER_LINKED' });
}

/** Writes a link down. At a sign-up there is nobody yet who would have to be told of it. */
export async function insertLink(
  deps: Pick<Deps, 'now'>,
  tx: Transaction,
  args: { member: MemberRow; provider: RedirectProvider; proven: ProvenIdentity },
): Promise<void> {
  const { member, provider, proven } = args;
  const now = deps.now();
  const email = proven.email === undefined ? null : normaliseEmail(proven.email);
  await insertIdentity(tx, {
    id: newId(),
    memberId: member.id,
    provider: provider.id,
    issuer: provider.issuer,
    subject: proven.subject,
    email,
    linkedAt: now,
  });
  if (proven.isEmailVerified && email === member.email) {
    await markEmailVerified(tx, { memberId: member.id, email, at: now });
  }
}

/**
 * Takes a link away, and ends the other sessions that began by it. What is not linked is no error.
 * PROVIDER_LAST_WAY_IN when the member could not log in afterwards.
 */
export async function unlinkIdentity(
  deps: Deps,
  args: { provider: ProviderId; linker: Linker },
): Promise<void> {
  const provider = getRedirectProvider(deps, args.provider);
  const { memberId, sessionId } = args.linker;
  const revocations = await deps.db.$transaction(async (tx) => {
    const by = { memberId, exceptId: sessionId, amr: provider.id };
    // First of all: it locks the member against sessions that are about to begin.
    const ended = await endSessionsOf(deps, tx, by);
    const member = await lockMember(tx, memberId);
    const row = (await listIdentities(tx, memberId)).find((each) => each.provider === provider.id);
    if (!row) return ended;
    await removeIdentity(tx, row.id);
    if ((await listWaysIn(deps, tx, memberId)).length === 0) {
      throw new AppError('PROVIDER_LAST_WAY_IN');
    }
    await tellOf(deps, tx, { member, provider, kind: 'PROVIDER_UNLINKED' });
    return ended;
  });
  deps.events.wake();
  await Promise.all(revocations.map((each) => announceRevocation(deps, each)));
}

/** Tells the member that another way in was opened or closed. */
export async function tellOf(
  deps: Pick<Deps, 'now' | 'events'>,
  tx: Transaction,
  about: {
    member: MemberRow;
    provider: RedirectProvider;
    kind: 'PROVIDER_LINKED' | 'PROVIDER_UNLINKED';
  },
): Promise<void> {
  const { member, provider, kind } = about;
  const content = { kind, memberId: member.id, provider: provider.name };
  await warn(deps, tx, { to: member.email, content });
}

async function findSessionId(deps: Deps, token: string | undefined): Promise<string | undefined> {
  const presented = token === undefined ? undefined : parseRefreshToken(token);
  if (!presented) return undefined;
  const family = await findRefreshFamily(deps.db, presented.familyId);
  if (!family || !isLive(family, deps.now())) return undefined;
  return isGenuine(presented, family, deps.settings.refreshTokenSecret) ? family.id : undefined;
}

function isLive(family: { endedAt: Date | null; expiresAt: Date } | undefined, now: Date): boolean {
  return family !== undefined && family.endedAt === null && family.expiresAt > now;
}
