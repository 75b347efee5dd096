import { AppError } from '@dailyfeed/contract/errors';
import type {
  DismissState,
  Recommendation,
  RecommendationReason,
} from '@dailyfeed/contract/recommendation';

import { toSummary } from '../db/member-mapper.ts';
import { findMember, findMembers } from '../db/members.ts';
import {
  findActiveNewcomers,
  findFollowedByFollowed,
  insertDismissal,
} from '../db/recommendations.ts';
import type { Deps } from '../deps.ts';

const dayMs = 24 * 3600 * 1000;
/** Who joined this recently is a newcomer. */
const newcomerMs = 60 * dayMs;
/** Who was here this recently is active. */
const activeMs = 30 * dayMs;

/** Whom a member may like to follow, and why: people followed by those they follow, then active newcomers. */
export async function recommendMembers(
  deps: Pick<Deps, 'db' | 'now'>,
  args: { memberId: string; limit: number },
): Promise<Recommendation[]> {
  const { memberId, limit } = args;
  const now = deps.now();
  const reasons = new Map<string, RecommendationReason>();
  for (const found of await findFollowedByFollowed(deps.db, { memberId, now, limit })) {
    const { id, names, count } = found;
    reasons.set(id, { kind: 'followed-by', names, count });
  }
  if (reasons.size < limit) {
    const newcomers = await findActiveNewcomers(deps.db, {
      memberId,
      now,
      joinedSince: new Date(now.getTime() - newcomerMs),
      activeSince: new Date(now.getTime() - activeMs),
      // Those who are recommended for a better reason may come again.
      limit: limit + reasons.size,
    });
    for (const { id } of newcomers) {
      if (reasons.size < limit && !reasons.has(id)) reasons.set(id, { kind: 'newcomer' });
    }
  }
  const rows = new Map(
    (await findMembers(deps.db, [...reasons.keys()])).map((row) => [row.id, row]),
  );
  return [...reasons].flatMap(([id, reason]) => {
    const row = rows.get(id);
    if (!row) return [];
    // Who shows themselves to followers only tells a stranger nothing but who they are.
    const bio = row.visibility === 'PUBLIC' ? row.bio : '';
    return [{ ...toSummary(row), bio, reason }];
  });
}

/** "Not interested": the one is recommended to the other no more. */
export async function dismissRecommendation(
  deps: Pick<Deps, 'db' | 'now'>,
  args: { memberId: string; dismissedId: string },
): Promise<DismissState> {
  if (!(await findMember(deps.db, args.dismissedId))) throw new AppError('MEMBER_NOT_FOUND');
  await insertDismissal(deps.db, { ...args, createdAt: deps.now() });
  return { dismissed: true };
}
