import type { Identity } from '@dailyfeed/auth/identity';
import { Email } from '@dailyfeed/contract/auth';
import { AppError } from '@dailyfeed/contract/errors';
import { DisplayName } from '@dailyfeed/contract/member';
import { newId } from '@dailyfeed/service-kit/id';

import type { MemberRow, Transaction } from '../db/client.ts';
import { findForLogIn, markEmailVerified } from '../db/members.ts';
import type { Deps, ProvenIdentity, RedirectProvider } from '../deps.ts';
import { normaliseEmail } from './email.ts';
import { suggestHandle } from './free-handle.ts';
import { insertLink, tellOf } from './provider-link.ts';
import { acceptsPassword } from './provider.ts';
import { createMember, toNewMember } from './sign-up.ts';
import { listWaysIn } from './way-in.ts';

type Newcomer = { provider: RedirectProvider; proven: ProvenIdentity };
/** Somebody a provider vouches for, and the request that brought them. */
export type Arrival = Newcomer & { identity: Identity };

/**
 * The member who has this e-mail address already and no way in any more, now linked: both sides have proven the
 * address, and the member is told. Undefined when nobody has it. PROVIDER_EMAIL_TAKEN when somebody has it and can log
 * in: then they log in and link.
 */
export async function adoptMember(
  deps: Deps,
  tx: Transaction,
  newcomer: Newcomer,
): Promise<MemberRow | undefined> {
  const email = provenEmailOf(newcomer.proven);
  const found = await findForLogIn(tx, email);
  if (!found) return undefined;
  const { member } = found;
  const waysIn = await listWaysIn(deps, tx, member.id);
  const isSamePerson = member.emailVerifiedAt !== null && waysIn.length === 0;
  if (!isSamePerson || acceptsPassword(deps)) throw new AppError('PROVIDER_EMAIL_TAKEN');
  await insertLink(deps, tx, { member, ...newcomer });
  await tellOf(deps, tx, { member, provider: newcomer.provider, kind: 'PROVIDER_LINKED' });
  return member;
}

/** Makes a member without a password, with a handle that they may change. */
export async function signUpByProvider(
  deps: Deps,
  tx: Transaction,
  arrival: Arrival,
): Promise<MemberRow> {
  const { provider, proven, identity } = arrival;
  const email = provenEmailOf(proven);
  const handle = await suggestHandle(deps, tx, proven.name ?? '');
  const displayName = DisplayName.safeParse(proven.name).data ?? handle;
  const createdAt = deps.now();
  const member = await createMember(
    deps,
    tx,
    toNewMember(
      { email, handle, displayName },
      { id: newId(), createdAt, language: identity.language ?? 'en' },
    ),
  );
  await markEmailVerified(tx, { memberId: member.id, email, at: createdAt });
  await insertLink(deps, tx, { member, provider, proven });
  return { ...member, emailVerifiedAt: createdAt };
}

/** An address that the provider has seen them read. PROVIDER_EMAIL_MISSING or PROVIDER_EMAIL_UNVERIFIED. */
function provenEmailOf(proven: ProvenIdentity): string {
  const email = Email.safeParse(proven.email).data;
  if (email === undefined) throw new AppError('PROVIDER_EMAIL_MISSING');
  if (!proven.isEmailVerified) throw new AppError('PROVIDER_EMAIL_UNVERIFIED');
  return normaliseEmail(email);
}
