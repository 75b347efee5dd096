import type { MemberSummary } from '@dailyfeed/contract/member';
import type {
  Notification,
  NotificationKind,
  NotificationPage,
} from '@dailyfeed/contract/notification';
import { decodeCursor, encodeCursor, type List } from '@dailyfeed/service-kit/cursor';
import * as z from 'zod';

import { findExcerpts } from '../db/excerpts.ts';
import { countGroups, type StoredNotification } from '../db/notifications.ts';
import type { Deps } from '../deps.ts';
import { readAudience } from './audience.ts';
import { findShownActors } from './notification-actor.ts';
import { findGroups } from './notification-group.ts';
import { getReadUntil } from './notification-read.ts';

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
  const [readUntil, counts, actors, excerpts] = await Promise.all([
    getReadUntil(deps, args.memberId),
    countGroups(deps.db, { audience, groupKeys }),
    findShownActors(deps, { audience, groups }),
    findExcerpts(
      deps.db,
      groups.flatMap(({ textId }) => textId ?? []),
    ),
  ]);
  const items = groups.flatMap((group) =>
    toNotification(group, {
      actors: actors.get(group.groupKey),
      counts: counts.get(group.groupKey) ?? { count: 1, actorCount: 1 },
      excerpt: (group.textId !== null && excerpts.get(group.textId)) || '',
      isRead: readUntil !== null && group.occurredAt <= readUntil,
    }),
  );
  const nextCursor = next && encodeCursor(list, { at: next.at.toISOString(), id: next.id });
  return { items, nextCursor };
}

/** Nothing where nobody is left who did it. */
function toNotification(
  group: StoredNotification,
  facts: {
    actors: MemberSummary[] | undefined;
    counts: { count: number; actorCount: number };
    excerpt: string;
    isRead: boolean;
  },
): Notification[] {
  const { actors, counts, excerpt, isRead } = facts;
  if (!actors) return [];
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
