import type { Relationship } from '@dailyfeed/contract/member';

import { findMembers } from '../db/members.ts';
import { listPairs, type Pair } from '../db/relationships.ts';
import type { Deps } from '../deps.ts';
import { canRead } from './visibility.ts';

/** How each reader stands to each member, in the order of the pairs, also to members who are not there. */
export async function listRelationships(
  deps: Pick<Deps, 'db' | 'now'>,
  pairs: Pair[],
): Promise<Relationship[]> {
  const [rows, members] = await Promise.all([
    listPairs(deps.db, pairs, deps.now()),
    findMembers(deps.db, [...new Set(pairs.map((pair) => pair.memberId))]),
  ]);
  const there = new Map(members.map((member) => [member.id, member]));
  return rows.map(({ readerId, memberId, following, blocked, muted }) => {
    const member = there.get(memberId);
    const isShown = member && canRead(member, { readerId, isFollower: following });
    return {
      readerId,
      memberId,
      following,
      hidden: blocked || muted,
      readable: !blocked && isShown === true,
    };
  });
}
