import { AppError } from '@dailyfeed/contract/errors';
import type { Me, Visibility } from '@dailyfeed/contract/member';
import type { UpdateProfileInput } from '@dailyfeed/contract/profile';

import type { MemberRow, Transaction } from '../db/client.ts';
import { toMe, toSummary } from '../db/member-mapper.ts';
import { findMember, lockMembers, type MemberChange, updateMember } from '../db/members.ts';
import type { Deps } from '../deps.ts';
import { isUnborn, toBirthDate } from './birth-date.ts';
import { approveAll } from './follow-request.ts';
import { announceMember } from './member-signal.ts';
import { imagesToClaim, openCover, removedImagesOf, withClaims } from './profile-image.ts';

/** Changes what is given and leaves the rest; what is the same already is told to nobody. */
export async function updateProfile(
  deps: Deps,
  memberId: string,
  input: UpdateProfileInput,
): Promise<Me> {
  if (isUnborn(deps, input.birthDate)) {
    throw new AppError('INPUT_INVALID', { details: { fields: { birthDate: 'invalid' } } });
  }
  const present = await getMember(deps.db, memberId);
  const { member, isChanged } = await withClaims(deps, imagesToClaim(present, input), () =>
    deps.db.$transaction((tx) => change(deps, tx, { memberId, input })),
  );
  if (isChanged) deps.events.wake();
  return openCover(deps, toMe(member), member.coverImageId);
}

async function change(
  deps: Pick<Deps, 'events'>,
  tx: Transaction,
  { memberId, input }: { memberId: string; input: UpdateProfileInput },
): Promise<{ member: MemberRow; isChanged: boolean }> {
  const before = await lockMember(tx, memberId);
  if (isSame(toMe(before), input)) return { member: before, isChanged: false };
  const after = await updateMember(tx, memberId, toChange(input));
  await deps.events.record(tx, {
    type: 'member.updated',
    actorId: memberId,
    subject: { kind: 'member', id: memberId },
    data: {
      memberId,
      displayName: after.displayName,
      bio: after.bio,
      avatarUrl: toSummary(after).avatarUrl,
      avatarImageId: after.avatarImageId,
      coverImageId: after.coverImageId,
      removedImageIds: removedImagesOf(before, after),
    },
  });
  return { member: after, isChanged: true };
}

/** Opens or closes an account. Who waits for one that becomes public follows it from then on. */
export async function setVisibility(
  deps: Deps,
  memberId: string,
  visibility: Visibility,
): Promise<Me> {
  await deps.db.$transaction(async (tx) => {
    const before = await lockMember(tx, memberId);
    if (before.visibility === visibility) return;
    await updateMember(tx, memberId, { visibility });
    await deps.events.record(tx, {
      type: 'member.visibility_changed',
      actorId: memberId,
      subject: { kind: 'member', id: memberId },
      data: { memberId, visibility, previousVisibility: before.visibility },
    });
  });
  deps.events.wake();
  await announceMember(deps, memberId);
  // Also where nothing changed: the last time may have been stopped half-way.
  if (visibility === 'PUBLIC') await approveAll(deps, memberId);
  const member = await getMember(deps.db, memberId);
  return openCover(deps, toMe(member), member.coverImageId);
}

/** The member, whose row nobody else writes to until the end of the transaction. */
export async function lockMember(tx: Transaction, memberId: string): Promise<MemberRow> {
  await lockMembers(tx, [memberId]);
  return getMember(tx, memberId);
}

async function getMember(tx: Transaction, memberId: string): Promise<MemberRow> {
  const member = await findMember(tx, memberId);
  if (!member) throw new AppError('MEMBER_NOT_FOUND');
  return member;
}

function isSame(me: Me, input: UpdateProfileInput): boolean {
  const present: Record<string, unknown> = me;
  return Object.entries(input).every(
    ([field, value]) => value === undefined || value === present[field],
  );
}

function toChange(input: UpdateProfileInput): MemberChange {
  const { birthDate, ...rest } = input;
  const given = Object.entries(rest).filter(([, value]) => value !== undefined);
  return {
    ...Object.fromEntries(given),
    ...(birthDate !== undefined && { birthDate: toBirthDate(birthDate) }),
  };
}
