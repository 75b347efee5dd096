import { tryLockAdvisory } from '../db/advisory-locks.ts';
import type { MemberRow, Transaction } from '../db/client.ts';
import {
  findFirstToErase,
  findSomeFollowEnds,
  removeFollowsBetween,
  removeMember,
} from '../db/erasure.ts';
import { forgetGraphVersion } from '../db/graph-version.ts';
import { findAnyMember, lockMembers } from '../db/members.ts';
import type { Deps } from '../deps.ts';
import { graceEndFor } from './grace.ts';

export type ErasureDeps = Pick<Deps, 'db' | 'now' | 'log' | 'redis' | 'events'>;

/** So many in one transaction that it stays short. */
const batchSize = 500;

export type Erasure = {
  erased: number;
  /** Left for the next run, and told in the log. */
  failed: number;
};

/**
 * Erases every account whose days of grace are over: follows first, in batches, then the rest with the event that makes
 * the other services do the same. Stopped anywhere, it goes on where it is called again. One process at a time: where
 * another is at it, there is nothing to do. Ends early once `signal` aborts.
 */
export async function eraseDeleted(deps: ErasureDeps, signal?: AbortSignal): Promise<Erasure> {
  const failedIds: string[] = [];
  let erased = 0;
  while (signal?.aborted !== true) {
    const deactivatedUntil = graceEndFor(deps.now());
    const id = await findFirstToErase(deps.db, { deactivatedUntil, exceptIds: failedIds });
    if (id === undefined) break;
    try {
      const outcome = await eraseMember(deps, id);
      if (outcome === 'busy') break;
      if (outcome === 'erased') erased += 1;
    } catch (error) {
      // It does not keep the others.
      failedIds.push(id);
      deps.log.error({ err: error, memberId: id }, 'account not erased');
    }
  }
  return { erased, failed: failedIds.length };
}

type Outcome = 'erased' | 'gone' | 'busy';

async function eraseMember(deps: ErasureDeps, id: string): Promise<Outcome> {
  for (let outcome: Outcome | 'more' = 'more'; ;) {
    outcome = await deps.db.$transaction((tx) => eraseFollows(deps, tx, id));
    if (outcome === 'erased') break;
    if (outcome !== 'more') return outcome;
  }
  await forgetGraph(deps, id);
  const outcome = await deps.db.$transaction((tx) => eraseRest(deps, tx, id));
  deps.events.wake();
  return outcome;
}

async function eraseFollows(
  deps: ErasureDeps,
  tx: Transaction,
  id: string,
): Promise<Outcome | 'more'> {
  const otherIds = await findSomeFollowEnds(tx, { memberId: id, limit: batchSize });
  const due = await lockDue(deps, tx, { id, otherIds });
  if (typeof due === 'string') return due;
  if (otherIds.length === 0) return 'erased';
  await removeFollowsBetween(tx, { memberId: id, otherIds });
  return 'more';
}

async function eraseRest(deps: ErasureDeps, tx: Transaction, id: string): Promise<Outcome> {
  const due = await lockDue(deps, tx, { id, otherIds: [] });
  if (typeof due === 'string') return due;
  await removeMember(tx, due);
  await deps.events.record(tx, {
    type: 'member.erased',
    actorId: id,
    subject: { kind: 'member', id },
    data: { memberId: id },
  });
  return 'erased';
}

/** The member, locked with `otherIds`, if their days of grace are over still. */
async function lockDue(
  deps: Pick<Deps, 'now'>,
  tx: Transaction,
  args: { id: string; otherIds: string[] },
): Promise<MemberRow | 'gone' | 'busy'> {
  const { id, otherIds } = args;
  if (!(await tryLockAdvisory(tx, 'erasure'))) return 'busy';
  await lockMembers(tx, [id, ...otherIds]);
  const member = await findAnyMember(tx, id);
  const isDue = member?.deactivatedAt && member.deactivatedAt <= graceEndFor(deps.now());
  return isDue ? member : 'gone';
}

async function forgetGraph(deps: Pick<Deps, 'redis' | 'log'>, memberId: string): Promise<void> {
  try {
    await forgetGraphVersion(deps.redis, memberId);
  } catch (error) {
    // A number under an id that means nothing to anybody any more.
    deps.log.warn({ err: error }, 'graph version not removed');
  }
}
