import type { MemberSummary } from '@dailyfeed/contract/member';
import type {
  Notification,
  NotificationKind,
  NotificationPage,
} from '@dailyfeed/contract/notification';
import { decodeCursor, encodeCursor, type List } from '@dailyfeed/service-kit/cursor';
import * as z from 'zod';

import { findExcerpts } from '../db/excerpts.ts';
import { countGroups, findNotifications, type StoredNotification } from '../db/notifications.ts';
import type { Deps } from '../deps.ts';
import { readAudience } from './audience.ts';
import { findGroups } from './notification-group.ts';
import { getReadUntil } from './notification-read.ts';
import { showsWords } from './told.ts';

/** Those who are named in a row. */
const actorsShown = 3;
/** Looked through for the actors of a page; a row always knows its latest. */
const latestMax = 300;

type Args = {
  memberId: string;
  kind?: NotificationKind | null | undefined;
  cursor?: string | null | undefined;
  limit: number;
};

/**
 * A page of rows, each a group, the one of which something happened last first. What happens to a group while somebody
 * pages moves it to the top, where it is new.
 */
export async function listNotifications(deps: Deps, args: Args): Promise<NotificationPage> {
  const list = listOf(args.memberId, args.kind ?? null);
  const position = decodeCursor(list, args.cursor);
  const audience = await readAudience(deps, args);
  const { groups, next } = await findGroups(deps.db, {
    audience,
    after: position && { at: new Date(position.at), id: position.id },
    limit: args.limit,
  });
  const groupKeys = groups.map(({ groupKey }) => groupKey);
  const shown = { audience, groupKeys };
  const [readUntil, counts, latest, excerpts] = await Promise.all([
    getReadUntil(deps, args.memberId),
    countGroups(deps.db, shown),
    findNotifications(deps.db, {
      audience,
      after: null,
      groupKeys: { $in: groupKeys },
      limit: latestMax,
    }),
    findExcerpts(
      deps.db,
      groups.flatMap(({ textId }) => textId ?? []),
    ),
  ]);
  const actorIds = actorIdsOf(groups, latest);
  const actors = await readActors(deps, args.memberId, [...actorIds.values()].flat());
  const items = groups.flatMap((group) =>
    toNotification(group, {
      actors: (actorIds.get(group.groupKey) ?? [])
        .filter((id) => !showsWords(group.kind) || actors.readable.has(id))
        .flatMap((id) => actors.byId.get(id) ?? []),
      counts: counts.get(group.groupKey) ?? { count: 1, actorCount: 1 },
      excerpt: (group.textId !== null && excerpts.get(group.textId)) || '',
      isRead: readUntil !== null && group.occurredAt <= readUntil,
    }),
  );
  const nextCursor = next && encodeCursor(list, { at: next.at.toISOString(), id: next.id });
  return { items, nextCursor };
}

/** Those who are there, and of them, those whose words the member may read. */
async function readActors(
  deps: Deps,
  memberId: string,
  actorIds: string[],
): Promise<{ byId: Map<string, MemberSummary>; readable: ReadonlySet<string> }> {
  const ids = [...new Set(actorIds)];
  if (ids.length === 0) return { byId: new Map(), readable: new Set() };
  const [summaries, readable] = await Promise.all([
    deps.members.summaries(ids),
    deps.members.readableIds(memberId, ids),
  ]);
  return {
    byId: new Map(summaries.map((summary) => [summary.id, summary])),
    readable: new Set(readable),
  };
}

/** The latest actors of each group, the group's own first. */
function actorIdsOf(
  groups: StoredNotification[],
  latest: StoredNotification[],
): Map<string, string[]> {
  const ids = new Map(groups.map((group) => [group.groupKey, new Set([group.actorId])]));
  for (const { groupKey, actorId } of latest) {
    const known = ids.get(groupKey);
    if (known && known.size < actorsShown) known.add(actorId);
  }
  return new Map([...ids].map(([groupKey, known]) => [groupKey, [...known]]));
}

/** Nothing where nobody is left who did it. */
function toNotification(
  group: StoredNotification,
  facts: {
    actors: MemberSummary[];
    counts: { count: number; actorCount: number };
    excerpt: string;
    isRead: boolean;
  },
): Notification[] {
  const { actors, counts, excerpt, isRead } = facts;
  if (actors.length === 0) return [];
  return [
    {
      id: group.groupKey,
      kind: group.kind,
      actors,
      ...counts,
      target: group.target,
      postId: group.postId,
      commentId: commentOf(group),
      excerpt,
      latestAt: group.occurredAt.toISOString(),
      isRead,
    },
  ];
}

/** The text is that of the post itself, or of a comment under it. */
function commentOf({ postId, textId }: StoredNotification): string | null {
  return postId !== null && textId !== postId ? textId : null;
}

const Position = z.strictObject({ at: z.iso.datetime({ precision: 3 }), id: z.string().max(200) });

/** Each kind is a list of its own, as is the whole, of each member: a cursor of one means nothing in another. */
function listOf(memberId: string, kind: NotificationKind | null): List<z.infer<typeof Position>> {
  return { name: `notifications:${memberId}:${kind ?? ''}`, position: Position };
}
