import { AppError } from '@dailyfeed/contract/errors';

import { isUniqueViolation, type MemberRow, type Transaction } from '../db/client.ts';
import { findMemberByIdentity } from '../db/linked-identities.ts';
import type { Deps, IssuedSession, ProvenIdentity, RedirectProvider, Signer } from '../deps.ts';
import { admit, welcomeBack } from './admission.ts';
import { adoptMember, type Arrival, signUpByProvider } from './provider-sign-up.ts';
import { startSession } from './session.ts';

export type Entry = { session: IssuedSession; isNew: boolean };

/** The same person may come twice at once, and somebody else may take the handle: once more, then. */
const attempts = 4;

/** Starts the session of whom a provider vouches for: of the member it is linked to, or of one who is made. */
export async function enter(deps: Deps, arrival: Arrival): Promise<Entry> {
  const signer = await deps.keys.getSigner();
  for (let attempt = 1; ; attempt += 1) {
    try {
      const entry = await deps.db.$transaction((tx) => enterOnce(deps, tx, { ...arrival, signer }));
      deps.events.wake();
      await welcomeBack(deps, entry.session);
      return entry;
    } catch (error) {
      if (attempt === attempts || !isRace(error, attempt)) throw error;
    }
  }
}

async function enterOnce(
  deps: Deps,
  tx: Transaction,
  args: Arrival & { signer: Signer },
): Promise<Entry> {
  const { provider, proven, identity, signer } = args;
  // RFC 8176 has no value for a log-in by somebody else; "fed" is in use for it.
  const amr = ['fed', provider.id];
  const linked = await findLinked(tx, provider, proven);
  const known = linked ?? (await adoptMember(deps, tx, { provider, proven }));
  if (!known) {
    const member = await signUpByProvider(deps, tx, args);
    return {
      session: await startSession(deps, tx, { member, amr, identity, signer }),
      isNew: true,
    };
  }
  const session = await admit(deps, tx, { member: known, amr, identity, signer });
  // From here on an unlinking waits for this session, and ends it. One that was faster rules.
  const owner = await findLinked(tx, provider, proven);
  if (owner?.id !== known.id) throw new AppError('PROVIDER_TRANSACTION_INVALID');
  return { session, isNew: false };
}

function findLinked(
  tx: Transaction,
  provider: RedirectProvider,
  { subject }: ProvenIdentity,
): Promise<MemberRow | undefined> {
  return findMemberByIdentity(tx, { provider: provider.id, issuer: provider.issuer, subject });
}

function isRace(error: unknown, attempt: number): boolean {
  if (isUniqueViolation(error)) return true;
  if (!(error instanceof AppError)) return false;
  // The address may have been taken a moment ago, by this very person: then the link is there, too.
  return error.code === 'HANDLE_TAKEN' || (error.code === 'PROVIDER_EMAIL_TAKEN' && attempt === 1);
}
