import { AppError } from '@dailyfeed/contract/errors';
import type { Me } from '@dailyfeed/contract/member';

import { isUniqueViolation, type MemberRow, type Transaction } from '../db/client.ts';
import { findHandleOwnerId, toHandleKey } from '../db/handles.ts';
import {
  countHolds,
  findHolderId,
  holdHandle,
  removeEndedHolds,
  removeHold,
} from '../db/held-handles.ts';
import { toMe } from '../db/member-mapper.ts';
import { updateMember } from '../db/members.ts';
import type { Deps } from '../deps.ts';
import { lockMember } from './profile-change.ts';
import { isReservedHandle } from './reserved-handle.ts';

const dayMs = 24 * 60 * 60 * 1000;
const holdMs = 90 * dayMs;
/** More would be collecting names that others want. */
const holdsMax = 5;

/** Gives a member another handle. The old one leads to them for 90 days, in which nobody else can take it. */
export async function changeHandle(deps: Deps, memberId: string, handle: string): Promise<Me> {
  if (isReservedHandle(handle)) {
    throw new AppError('INPUT_INVALID', { details: { fields: { handle: 'reserved' } } });
  }
  try {
    const member = await deps.db.$transaction((tx) => change(deps, tx, { memberId, handle }));
    deps.events.wake();
    return toMe(member);
  } catch (error) {
    if (isUniqueViolation(error)) throw taken(error);
    throw error;
  }
}

/**
 * Refuses a handle that is kept for someone else. To be asked after the row with the handle has been written: the
 * write waits for whoever is giving the handle up, so the hold they leave is seen here.
 */
export async function refuseHeldHandle(
  deps: Pick<Deps, 'now'>,
  tx: Transaction,
  claim: { memberId: string; handle: string },
): Promise<void> {
  const holderId = await findHolderId(tx, toHandleKey(claim.handle), deps.now());
  if (holderId !== undefined && holderId !== claim.memberId) throw taken();
}

async function change(
  deps: Deps,
  tx: Transaction,
  wanted: { memberId: string; handle: string },
): Promise<MemberRow> {
  const { memberId, handle } = wanted;
  const before = await lockMember(tx, memberId);
  if (before.handle === handle) return before;
  // Asked before the write, which would wait for its owner: two who swap handles would wait for each other.
  const ownerId = await findHandleOwnerId(tx, handle);
  if (ownerId !== undefined && ownerId !== memberId) throw taken();
  const after = await updateMember(tx, memberId, { handle });
  // Other capitals are the same handle: nothing is given up.
  if (before.handleKey !== after.handleKey) {
    await refuseHeldHandle(deps, tx, wanted);
    await removeHold(tx, after.handleKey);
    await hold(deps, tx, before);
  }
  await deps.events.record(tx, {
    type: 'member.handle_changed',
    actorId: memberId,
    subject: { kind: 'member', id: memberId },
    data: { memberId, handle: after.handle, previousHandle: before.handle },
  });
  return after;
}

async function hold(deps: Deps, tx: Transaction, member: MemberRow): Promise<void> {
  const now = deps.now();
  await removeEndedHolds(tx, now);
  if ((await countHolds(tx, member.id, now)) >= holdsMax) {
    throw new AppError('HANDLE_CHANGE_LIMIT_REACHED');
  }
  const heldUntil = new Date(now.getTime() + holdMs);
  await holdHandle(tx, { handleKey: member.handleKey, memberId: member.id, heldUntil });
}

function taken(cause?: unknown): AppError {
  return new AppError('HANDLE_TAKEN', { cause, details: { fields: { handle: 'taken' } } });
}
