import { AppError } from '@dailyfeed/contract/errors';
import type { ImportMembersInput, ImportResult } from '@dailyfeed/contract/import';
import { newId } from '@dailyfeed/service-kit/id';

import { lockAdvisory } from '../db/advisory-locks.ts';
import { type FollowRow, isUniqueViolation, type Transaction } from '../db/client.ts';
import { recountFollows } from '../db/follow-counters.ts';
import { insertMissingFollows } from '../db/follows.ts';
import { findKnownIds, insertMembers, lockMembers } from '../db/members.ts';
import { insertPasswords } from '../db/password-credentials.ts';
import type { Deps, Events } from '../deps.ts';
import { announceGraphChange, recordFollow } from './follow.ts';
import { imagesToClaim, withClaims } from './profile-image.ts';
import { toNewMember } from './sign-up.ts';

const noImages = { avatarImageId: null, coverImageId: null };
/** A full batch takes seconds, not milliseconds. */
const importTimeoutMs = 30_000;

/**
 * Brings in a past: all of a batch or nothing. Who is there already, by id, is left alone, so a batch may be sent again.
 * Follows from `toldSince` on are told of, dated as they were; without that nobody is told.
 */
export async function importMembers(deps: Deps, input: ImportMembersInput): Promise<ImportResult> {
  const known = await findKnownIds(
    deps.db,
    input.members.map(({ id }) => id),
  );
  const fresh = input.members.filter(({ id }) => !known.has(id));
  const hashes = await hashPasswords(deps, fresh);
  const claims = fresh.flatMap((member) => imagesToClaim({ id: member.id, ...noImages }, member));
  const run = (tx: Transaction) => bringIn(deps, tx, { input, hashes });
  try {
    const { members, followerIds } = await withClaims(deps, claims, () =>
      deps.db.$transaction(run, { timeout: importTimeoutMs }),
    );
    deps.events.wake();
    await announceGraphChange(deps, [...new Set(followerIds)]);
    return { imported: members + followerIds.length };
  } catch (error) {
    // A stranger has one of the handles or e-mail addresses.
    if (isUniqueViolation(error)) throw new AppError('HANDLE_TAKEN', { cause: error });
    throw error;
  }
}

/** Once per distinct password: a demo world has one for all. */
async function hashPasswords(
  deps: Deps,
  members: ImportMembersInput['members'],
): Promise<Map<string, string>> {
  const hashes = new Map<string, string>();
  for (const password of new Set(members.map((member) => member.password))) {
    hashes.set(password, await deps.passwords.hash(password));
  }
  return hashes;
}

async function bringIn(
  deps: Pick<Deps, 'events'>,
  tx: Transaction,
  { input, hashes }: { input: ImportMembersInput; hashes: Map<string, string> },
): Promise<{ members: number; followerIds: string[] }> {
  await lockAdvisory(tx, 'import');
  const known = await findKnownIds(
    tx,
    input.members.map(({ id }) => id),
  );
  const members = input.members.filter(({ id }) => !known.has(id));
  await insertMembers(
    tx,
    members.map((member) => ({
      ...toNewMember(member, {
        id: member.id,
        createdAt: new Date(member.createdAt),
        language: 'en',
      }),
      ...(member.roles && { roles: member.roles }),
      avatarImageId: member.avatarImageId ?? null,
      coverImageId: member.coverImageId ?? null,
    })),
  );
  await insertPasswords(
    tx,
    members.map(({ id: memberId, password, createdAt }) => {
      const hash = hashes.get(password);
      if (hash === undefined) throw new Error('A member went away during the import');
      return { memberId, hash, changedAt: new Date(createdAt) };
    }),
  );

  const ends = await lockEnds(tx, input.follows);
  const followed = await insertMissingFollows(
    tx,
    input.follows.map(({ followerId, followingId, createdAt }) => {
      const at = new Date(createdAt);
      return { id: newId(at), followerId, followingId, createdAt: at };
    }),
  );
  await recountFollows(tx, ends);
  await tellPast(deps, tx, { followed, since: input.toldSince });
  return { members: members.length, followerIds: followed.map((pair) => pair.followerId) };
}

async function tellPast(
  { events }: Pick<Deps, 'events'>,
  tx: Transaction,
  { followed, since }: { followed: FollowRow[]; since: string | undefined },
): Promise<void> {
  if (since === undefined) return;
  const recent = followed.filter(({ createdAt }) => createdAt >= new Date(since));
  for (const pair of recent.toSorted((a, b) => a.createdAt.getTime() - b.createdAt.getTime())) {
    const record: Events['record'] = (_, event) => events.record(tx, event, pair.createdAt);
    await recordFollow({ events: { ...events, record } }, tx, {
      event: { type: 'member.followed', requested: false },
      pair,
    });
  }
}

/** Locks everyone a follow names, and refuses follows of oneself and of nobody. */
async function lockEnds(
  tx: Transaction,
  follows: ImportMembersInput['follows'],
): Promise<string[]> {
  const ids = new Set(follows.flatMap((follow) => [follow.followerId, follow.followingId]));
  const locked = await lockMembers(tx, [...ids]);
  const found = new Set(locked.map((member) => member.id));
  for (const [index, follow] of follows.entries()) {
    if (follow.followerId === follow.followingId) {
      throw refusal('FOLLOW_SELF', `follows.${index}.followingId`);
    }
    for (const end of ['followerId', 'followingId'] as const) {
      if (!found.has(follow[end])) throw refusal('MEMBER_NOT_FOUND', `follows.${index}.${end}`);
    }
  }
  return [...found];
}

function refusal(code: 'FOLLOW_SELF' | 'MEMBER_NOT_FOUND', path: string): AppError {
  return new AppError(code, { details: { fields: { [path]: 'invalid' } } });
}
