import { AppError } from '@dailyfeed/contract/errors';
import type { FollowIdsPage, FollowListItem, FollowPage } from '@dailyfeed/contract/member';
import { decodeCursor, encodeCursor, toPage } from '@dailyfeed/service-kit/cursor';
import * as z from 'zod';

import { findRelations, type FollowSide, listFollowed, listFollowIds } from '../db/follows.ts';
import { findMember, toSummary } from '../db/members.ts';
import type { Deps } from '../deps.ts';

type Request = {
  memberId: string;
  side: FollowSide;
  cursor?: string | null | undefined;
  limit: number;
};

/** Who follows a member, or whom they follow, latest first, and how `readerId` stands to each. */
export async function listFollowPage(
  deps: Pick<Deps, 'db'>,
  request: Request,
  readerId: string | null,
): Promise<FollowPage> {
  const { memberId, side, limit } = request;
  const list = { name: `${side}:${memberId}`, position: z.uuid() };
  const before = decodeCursor(list, request.cursor);
  if (!(await findMember(deps.db, memberId))) throw new AppError('MEMBER_NOT_FOUND');
  // One more than asked for tells whether the list goes on.
  const rows = await listFollowed(deps.db, { memberId, side, before, limit: limit + 1 });
  const page = toPage(rows, limit, (row) => encodeCursor(list, row.followId));

  const ids = page.items.map((row) => row.member.id);
  const relations = readerId === null ? nobodys : await findRelations(deps.db, readerId, ids);
  const items = page.items.map(({ member }): FollowListItem => ({
    ...toSummary(member),
    bio: member.bio,
    following: relations.followed.has(member.id),
    followsYou: relations.following.has(member.id),
  }));
  return { ...page, items };
}

const nobodys = { followed: new Set<string>(), following: new Set<string>() };

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
