import type {
  Notification,
  NotificationKind,
  NotificationPage,
} from '@dailyfeed/contract/notification';
import { decodeCursor, encodeCursor, type List } from '@dailyfeed/service-kit/cursor';
import * as z from 'zod';

import type { Position } from '../db/activity.ts';
import { findExcerpts } from '../db/excerpts.ts';
import type { Audience, ReadMark } from '../db/notification-audience.ts';
import type { StoredNotification } from '../db/notifications.ts';
import type { Deps } from '../deps.ts';
import { readAudience } from './audience.ts';
import { findGroups, placeOf } from './notification-group.ts';
import { findMark } from './notification-mark.ts';
import { findShownGroups, type ShownGroup } from './notification-shown.ts';

type Args = {
  memberId: string;
  kind?: NotificationKind | null | undefined;
  cursor?: string | null | undefined;
  limit: number;
};

/** Where groups of which nothing may be shown leave room on a page, others are looked for so often. */
const turnsMax = 3;

/**
 * A page of rows, each a group, the one of which something happened last first, and of each what may be shown. What
 * happens to a group while somebody pages moves it to the top, where it is new.
 */
export async function listNotifications(deps: Deps, args: Args): Promise<NotificationPage> {
  const list = listOf(args.memberId, args.kind ?? null);
  const position = decodeCursor(list, args.cursor);
  // First: what is told meanwhile may not be on the page.
  const asOf = deps.now().toISOString();
  const [audience, mark] = await Promise.all([
    readAudience(deps, args),
    findMark(deps, args.memberId),
  ]);
  const { rows, next } = await findRows(deps, {
    audience,
    mark,
    after: position && { at: new Date(position.at), id: position.id },
    limit: args.limit,
  });
  const textIds = rows.flatMap(({ latest }) => latest.textId ?? []);
  const excerpts = await findExcerpts(deps.db, textIds);
  const items = rows.map((row) => toNotification(row, excerpts));
  const nextCursor = next && encodeCursor(list, { at: next.at.toISOString(), id: next.id });
  return { items, nextCursor, asOf };
}

/** The next `limit` groups behind `after` of which something may be shown, and where to go on, if there may be more. */
async function findRows(
  deps: Deps,
  args: { audience: Audience; mark: ReadMark | null; after: Position | null; limit: number },
): Promise<{ rows: ShownGroup[]; next: Position | null }> {
  const { audience, mark, limit } = args;
  const found: { head: StoredNotification; row: ShownGroup }[] = [];
  let { after } = args;
  for (let turn = 0; turn < turnsMax; turn += 1) {
    const { groups, next } = await findGroups(deps.db, { audience, after, limit });
    const shown = await findShownGroups(deps, { audience, groups, mark });
    for (const head of groups) {
      const row = shown.get(head.groupKey);
      if (row) found.push({ head, row });
    }
    after = next;
    if (!after || found.length >= limit || shown.size === groups.length) break;
  }
  const rows = found.slice(0, limit).map(({ row }) => row);
  const end = found.length > limit ? found[limit - 1] : undefined;
  // Where it stands tells of everything, so that a row does not move, or come twice, when somebody leaves or comes back.
  return { rows, next: end ? placeOf(end.head) : after };
}

function toNotification(
  { latest, ...shown }: ShownGroup,
  excerpts: ReadonlyMap<string, string>,
): Notification {
  const { groupKey: id, kind, target, postId, textId, occurredAt } = latest;
  return {
    ...shown,
    id,
    kind,
    target,
    postId,
    commentId: commentOf(latest),
    excerpt: (textId !== null && excerpts.get(textId)) || '',
    latestAt: occurredAt.toISOString(),
  };
}

/** The text is that of the post itself, or of a comment under it. */
function commentOf({ postId, textId }: StoredNotification): string | null {
  return postId !== null && textId !== postId ? textId : null;
}

const ListPosition = z.strictObject({
  at: z.iso.datetime({ precision: 3 }),
  id: z.string().max(200),
});

/** Each kind is a list of its own, as is the whole, of each member: a cursor of one means nothing in another. */
function listOf(
  memberId: string,
  kind: NotificationKind | null,
): List<z.infer<typeof ListPosition>> {
  return { name: `notifications:${memberId}:${kind ?? ''}`, position: ListPosition };
}
