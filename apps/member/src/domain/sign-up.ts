import type { Identity } from '@dailyfeed/auth/identity';
import type { SignUpInput } from '@dailyfeed/contract/auth';
import { AppError } from '@dailyfeed/contract/errors';
import type { FieldError } from '@dailyfeed/contract/field-error';
import { newId } from '@dailyfeed/service-kit/id';

import { isUniqueViolation, type MemberRow, type Transaction } from '../db/client.ts';
import { toHandleKey } from '../db/handles.ts';
import { findHolderId } from '../db/held-handles.ts';
import { findTaken, insertMember, type NewMember } from '../db/members.ts';
import { insertPasswords } from '../db/password-credentials.ts';
import type { Deps, IssuedSession } from '../deps.ts';
import { isUnborn, toBirthDate } from './birth-date.ts';
import { isCommonPassword } from './common-password.ts';
import { normaliseEmail } from './email.ts';
import { refuseHeldHandle } from './handle.ts';
import { queueMail } from './mail.ts';
import { requirePassword } from './provider.ts';
import { isReservedHandle } from './reserved-handle.ts';
import { startSession } from './session.ts';

/**
 * Makes a member and their first session, and tells of it. HANDLE_TAKEN or EMAIL_TAKEN name what is taken; whoever has
 * been told so very often is RATE_LIMITED, or they could ask for every address there is.
 */
export async function signUp(
  deps: Deps,
  input: SignUpInput,
  identity: Identity,
): Promise<IssuedSession> {
  requirePassword(deps);
  refuseUnfit(deps, input);
  const { address } = identity;
  const email = normaliseEmail(input.email);
  const counted = await deps.signUpThrottle.begin({ email, address });
  if (counted.waitSeconds > 0) {
    throw new AppError('RATE_LIMITED', { details: { retryAfterSeconds: counted.waitSeconds } });
  }
  try {
    // Of many who want the same, those behind the first need neither a hash nor a connection.
    const session = await deps.turns.take(`email:${email}`, () =>
      deps.turns.take(`handle:${toHandleKey(input.handle)}`, () =>
        signUpOnce(deps, input, identity),
      ),
    );
    await counted.takeBack();
    return session;
  } catch (error) {
    const code = error instanceof AppError ? error.code : undefined;
    // What counts is only what was learnt of others.
    if (code !== 'EMAIL_TAKEN' && code !== 'HANDLE_TAKEN') await counted.takeBack();
    throw error;
  }
}

async function signUpOnce(
  deps: Deps,
  input: SignUpInput,
  identity: Identity,
): Promise<IssuedSession> {
  const now = deps.now();
  const member = toNewMember(input, {
    id: newId(),
    createdAt: now,
    language: identity.language ?? 'en',
  });
  // Asked before the costly part; the unique constraints decide in the end.
  await refuseTaken(deps, member);
  const signer = await deps.keys.getSigner();
  const hash = await deps.passwords.hash(input.password);
  try {
    const session = await deps.db.$transaction(async (tx) => {
      const row = await createMember(deps, tx, member);
      await insertPasswords(tx, [{ memberId: row.id, hash, changedAt: now }]);
      await queueMail(deps, tx, {
        to: row.email,
        content: { kind: 'VERIFY_EMAIL', memberId: row.id },
      });
      return startSession(deps, tx, { member: row, amr: ['pwd'], identity, signer });
    });
    deps.events.wake();
    return session;
  } catch (error) {
    if (isUniqueViolation(error)) await refuseTaken(deps, member);
    throw error;
  }
}

/** Makes a member, by whatever proof, and tells of it. HANDLE_TAKEN when the handle is kept for someone else. */
export async function createMember(
  deps: Pick<Deps, 'now' | 'events'>,
  tx: Transaction,
  member: NewMember,
): Promise<MemberRow> {
  const row = await insertMember(tx, member);
  const { id, handle, displayName } = row;
  await refuseHeldHandle(deps, tx, { memberId: id, handle });
  await deps.events.record(tx, {
    type: 'member.signed_up',
    actorId: id,
    subject: { kind: 'member', id },
    data: { memberId: id, handle, displayName },
  });
  return row;
}

/** The row of a member who signs up, with defaults for what was not given. */
export function toNewMember(
  input: Omit<SignUpInput, 'password'>,
  given: Pick<NewMember, 'id' | 'createdAt' | 'language'>,
): NewMember {
  return {
    id: given.id,
    email: normaliseEmail(input.email),
    handle: input.handle,
    displayName: input.displayName,
    bio: input.bio ?? '',
    location: input.location ?? '',
    websiteUrl: input.websiteUrl ?? null,
    language: input.language ?? given.language,
    birthDate: toBirthDate(input.birthDate),
    gender: input.gender ?? null,
    country: input.country ?? null,
    createdAt: given.createdAt,
  };
}

function refuseUnfit(deps: Pick<Deps, 'now'>, input: SignUpInput): void {
  const fields: Record<string, FieldError> = {
    ...(isReservedHandle(input.handle) ? { handle: 'reserved' } : {}),
    ...(isCommonPassword(input.password) ? { password: 'common_password' } : {}),
    ...(isUnborn(deps, input.birthDate) ? { birthDate: 'invalid' } : {}),
  };
  if (Object.keys(fields).length > 0) throw new AppError('INPUT_INVALID', { details: { fields } });
}

async function refuseTaken(
  deps: Pick<Deps, 'db' | 'now'>,
  wanted: { email: string; handle: string },
): Promise<void> {
  const holderId = await findHolderId(deps.db, toHandleKey(wanted.handle), deps.now());
  const present = await findTaken(deps.db, wanted);
  const taken = { ...present, handle: present.handle || holderId !== undefined };
  if (!taken.email && !taken.handle) return;
  const fields: Record<string, FieldError> = {
    ...(taken.email ? { email: 'taken' } : {}),
    ...(taken.handle ? { handle: 'taken' } : {}),
  };
  throw new AppError(taken.handle ? 'HANDLE_TAKEN' : 'EMAIL_TAKEN', { details: { fields } });
}
