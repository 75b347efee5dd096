import { AppError } from '@dailyfeed/contract/errors';
import type { FollowIdsPage, FollowListItem, FollowPage } from '@dailyfeed/contract/member';
import { decodeCursor, encodeCursor, toFeedPage, toPage } from '@dailyfeed/service-kit/cursor';
import * as z from 'zod';

import type { MemberRow } from '../db/client.ts';
import { type FollowSide, listFollowed, listFollowIds } from '../db/follows.ts';
import { toSummary } from '../db/member-mapper.ts';
import { findMember } from '../db/members.ts';
import type { Deps } from '../deps.ts';
import { requireUnblocked } from './block.ts';
import { readRelations } from './relation.ts';
import { canRead } from './visibility.ts';

type Request = {
  memberId: string;
  side: FollowSide;
  cursor?: string | null | undefined;
  limit: number;
};

/**
 * Who follows a member, or whom they follow, latest first, and how `readerId` stands to each. To whom the member does
 * not show themselves, there are no such lists.
 */
export async function listFollowPage(
  deps: Pick<Deps, 'db'>,
  request: Request,
  readerId: string | null,
): Promise<FollowPage> {
  const { memberId, side, limit } = request;
  const list = { name: `${side}:${memberId}`, position: z.uuid() };
  const before = decodeCursor(list, request.cursor);
  await refuseUnreadable(deps, memberId, readerId);
  // One more than asked for tells whether the list goes on.
  const rows = await listFollowed(deps.db, {
    memberId,
    side,
    before,
    limit: limit + 1,
    readerId,
  });
  const page = toFeedPage(rows, limit, { list, idOf: (row) => row.followId });

  const members = page.items.map((row) => row.member);
  return { ...page, items: await toFollowListItems(deps, members, readerId) };
}

/** Members as `readerId` sees them in a list: who does not show themselves is there by name only. */
export async function toFollowListItems(
  deps: Pick<Deps, 'db'>,
  members: MemberRow[],
  readerId: string | null,
): Promise<FollowListItem[]> {
  const ids = members.map((member) => member.id);
  const relations = await readRelations(deps, readerId, ids);
  return members.map((member) => {
    const following = relations.followed.has(member.id);
    return {
      ...toSummary(member),
      bio: canRead(member, { readerId, isFollower: following }) ? member.bio : '',
      following,
      requested: relations.requested.has(member.id),
      followsYou: relations.following.has(member.id),
    };
  });
}

async function refuseUnreadable(
  deps: Pick<Deps, 'db'>,
  memberId: string,
  readerId: string | null,
): Promise<void> {
  const member = await findMember(deps.db, memberId);
  if (!member) throw new AppError('MEMBER_NOT_FOUND');
  await requireUnblocked(deps.db, readerId, memberId);
  const { followed } = await readRelations(deps, readerId, [memberId]);
  if (!canRead(member, { readerId, isFollower: followed.has(memberId) })) {
    throw new AppError('MEMBER_NOT_FOUND');
  }
}

/** The ids of one side, earliest follow first: what is added while a caller pages comes at the end. */
export async function listFollowIdPage(
  deps: Pick<Deps, 'db'>,
  request: Request,
): Promise<FollowIdsPage> {
  const { memberId, side, limit } = request;
  const list = { name: `${side}.ids:${memberId}`, position: z.uuid() };
  const after = decodeCursor(list, request.cursor);
  const rows = await listFollowIds(deps.db, { memberId, side, after, limit: limit + 1 });
  const page = toPage(rows, limit, (row) => encodeCursor(list, row.followId));
  return { ...page, items: page.items.map((row) => row.memberId) };
}
