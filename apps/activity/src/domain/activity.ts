import type { Activity, ActivityPage, ActivityType } from '@dailyfeed/contract/activity';
import type { DomainEvent } from '@dailyfeed/contract/events';
import { decodeCursor, encodeCursor, type List, toPage } from '@dailyfeed/service-kit/cursor';
import * as z from 'zod';

import { findActivities, insertActivity } from '../db/activity.ts';
import type { StoredActivity } from '../db/client.ts';
import type { Deps } from '../deps.ts';
import { excerptOf } from './excerpt.ts';

/** Adds an event to its actor's story, where it has one; the same event again changes nothing. */
export async function recordActivity(deps: Pick<Deps, 'db'>, event: DomainEvent): Promise<void> {
  if (event.actorId === null) return;
  await insertActivity(deps.db, {
    _id: event.id,
    type: event.type,
    actorId: event.actorId,
    occurredAt: new Date(event.occurredAt),
    subject: { kind: event.subject.kind, id: event.subject.id },
    postId: 'postId' in event.data ? event.data.postId : null,
    excerpt: 'text' in event.data ? excerptOf(event.data.text) : '',
    messageKey: event.messageKey,
  });
}

/** A page of what a member did, newest first. */
export async function listMine(
  deps: Pick<Deps, 'db'>,
  args: {
    memberId: string;
    type?: ActivityType | null | undefined;
    cursor?: string | null | undefined;
    limit: number;
  },
): Promise<ActivityPage> {
  const type = args.type ?? null;
  const list = storyOf(args.memberId, type);
  const after = decodeCursor(list, args.cursor);
  const found = await findActivities(deps.db, {
    actorId: args.memberId,
    type,
    after: after && { at: new Date(after.at), id: after.id },
    // One more tells whether there is a next page.
    limit: args.limit + 1,
  });
  const { items, nextCursor } = toPage(found, args.limit, (last) =>
    encodeCursor(list, { at: last.occurredAt.toISOString(), id: last._id }),
  );
  return { items: items.map(toActivity), nextCursor };
}

const Position = z.strictObject({ at: z.iso.datetime({ precision: 3 }), id: z.uuid() });

/** Each type is a list of its own, as is the whole, of each member: a cursor of one means nothing in another. */
function storyOf(memberId: string, type: ActivityType | null): List<z.infer<typeof Position>> {
  return { name: `mine:${memberId}:${type ?? ''}`, position: Position };
}

function toActivity(stored: StoredActivity): Activity {
  const { _id, occurredAt, messageKey: _messageKey, ...rest } = stored;
  return { id: _id, occurredAt: occurredAt.toISOString(), ...rest };
}
