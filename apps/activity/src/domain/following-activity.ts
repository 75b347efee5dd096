import { type FollowingActivity, FollowingActivityType } from '@dailyfeed/contract/activity';
import type { MemberSummary } from '@dailyfeed/contract/member';
import type { Page } from '@dailyfeed/contract/page';
import { decodeCursor, encodeCursor } from '@dailyfeed/service-kit/cursor';

import type { StoredActivity } from '../db/client.ts';
import { findExcerpts } from '../db/excerpts.ts';
import type { Deps } from '../deps.ts';
import { keepVisible } from './activity-visibility.ts';
import { StoryPosition } from './activity.ts';
import { listHidden } from './audience.ts';
import { readStory } from './story.ts';

/** A page of what the people one follows did, newest first, as far as one may see both them and what they did it to. */
export async function listFollowing(
  deps: Deps,
  args: { memberId: string; cursor?: string | null | undefined; limit: number },
): Promise<Page<FollowingActivity>> {
  const { memberId, limit } = args;
  const list = { name: `following:${memberId}`, position: StoryPosition };
  const after = decodeCursor(list, args.cursor);
  const [{ items: actorIds }, hidden] = await Promise.all([
    deps.members.followings(memberId),
    listHidden(deps, memberId),
  ]);
  const { items, next } = await readStory(deps, {
    actorIds: actorIds.filter((id) => !hidden.includes(id)),
    types: FollowingActivityType.options,
    after: after && { at: new Date(after.at), id: after.id },
    limit,
    keep: (found) => keepVisible(deps, found, { memberId, hidden }),
  });
  const nextCursor = next && encodeCursor(list, { at: next.at.toISOString(), id: next.id });
  return { items: await present(deps, items), nextCursor };
}

/** With whom it names, and with texts as they are at present. */
async function present(deps: Deps, items: StoredActivity[]): Promise<FollowingActivity[]> {
  if (items.length === 0) return [];
  const ids = new Set(items.flatMap(({ actorId, ownerId }) => [actorId, ownerId ?? actorId]));
  const [summaries, excerpts] = await Promise.all([
    deps.members.summaries([...ids]),
    findExcerpts(
      deps.db,
      items.map(({ subject }) => subject.id),
    ),
  ]);
  const byId = new Map(summaries.map((summary): [string, MemberSummary] => [summary.id, summary]));
  return items.flatMap((item) => {
    const [actor, owner] = [byId.get(item.actorId), byId.get(item.ownerId ?? item.actorId)];
    if (!actor || !owner) return [];
    const { _id, occurredAt, subject, postId } = item;
    const excerpt = excerpts.get(subject.id) ?? '';
    return [
      {
        id: _id,
        type: FollowingActivityType.parse(item.type),
        occurredAt: occurredAt.toISOString(),
        actor,
        owner,
        subject,
        postId,
        excerpt,
      },
    ];
  });
}
