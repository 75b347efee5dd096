import { type Activity, type ActivityPage, ActivityType } from '@dailyfeed/contract/activity';
import { AppError } from '@dailyfeed/contract/errors';
import type { DomainEvent } from '@dailyfeed/contract/events';
import { decodeCursor, encodeCursor, type List } from '@dailyfeed/service-kit/cursor';
import * as z from 'zod';

import { findRepeatedIds, insertActivities, removeActivities } from '../db/activity.ts';
import type { StoredActivity } from '../db/client.ts';
import { findExcerpts } from '../db/excerpts.ts';
import { addTombstones, findTombstones } from '../db/tombstones.ts';
import type { Deps } from '../deps.ts';
import { keepVisible } from './activity-visibility.ts';
import { eraseActivities } from './member-erasure.ts';
import { readStory } from './story.ts';

/** Adds events to their actors' stories, where they have one; the same events again change nothing. */
export async function recordActivities(
  deps: Pick<Deps, 'db'>,
  events: readonly DomainEvent[],
): Promise<void> {
  let told: StoredActivity[] = [];
  for (const event of events) {
    if (event.type === 'member.erased') {
      await insertLasting(deps, told);
      told = [];
      await eraseActivities(deps, event);
      continue;
    }
    const activity = activityOf(event);
    if (activity) told.push(activity);
  }
  await insertLasting(deps, told);
}

/**
 * An event that comes again does not bring back what its actor has taken out, nor one that comes late what names a
 * member who is gone.
 */
async function insertLasting(
  { db }: Pick<Deps, 'db'>,
  activities: StoredActivity[],
): Promise<void> {
  if (activities.length === 0) return;
  await insertActivities(db, activities);
  // Looked for afterwards: whoever removes leaves the tombstone first, so one of the two meets the other.
  const gone = await findTombstones(db, [...new Set(activities.flatMap(subjectsOf))]);
  if (gone.size === 0) return;
  const over = activities.filter((activity) => isOver(activity, gone));
  await removeActivities(
    db,
    over.map(({ _id }) => _id),
  );
}

function isOver(activity: StoredActivity, gone: ReadonlySet<string>): boolean {
  return subjectsOf(activity).some((id) => gone.has(id));
}

function subjectsOf({ _id, actorId, ownerId, postAuthorId }: StoredActivity): string[] {
  return [_id, actorId, ownerId ?? actorId, postAuthorId ?? actorId];
}

/** The text that something was done to, and the post that it stands under. */
function textsOf({ subject, postId }: StoredActivity): string[] {
  return [subject.kind === 'member' ? null : subject.id, postId].filter((id) => id !== null);
}

/** Undefined for an event that is in nobody's story. */
function activityOf(event: DomainEvent): StoredActivity | undefined {
  const { id, actorId, subject, data } = event;
  const type = ActivityType.safeParse(event.type);
  if (actorId === null || !type.success) return undefined;
  return {
    _id: id,
    type: type.data,
    actorId,
    occurredAt: new Date(event.occurredAt),
    subject: { kind: subject.kind, id: subject.id },
    ownerId: ownerOf(event),
    postAuthorId: 'postAuthorId' in data ? data.postAuthorId : null,
    postId: 'postId' in data ? data.postId : null,
    messageKey: event.messageKey,
  };
}

/**
 * Takes one out of a member's story for good, and what it repeats, which is one line with it. What is not there, or not
 * theirs, is left alone.
 */
export async function hideActivity(
  deps: Pick<Deps, 'db' | 'now'>,
  args: { id: string; memberId: string },
): Promise<void> {
  const { id, memberId: actorId } = args;
  const ids = await findRepeatedIds(deps.db, { id, actorId });
  // First, so that an event that comes again just now, or after a crash in between, does not bring one back.
  await addTombstones(deps.db, ids, deps.now());
  await removeActivities(deps.db, ids);
}

/** A page of what a member did, newest first. */
export async function listMine(
  deps: Pick<Deps, 'db' | 'members' | 'now'>,
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
  const gone = new Set<string>();
  // A store may carry out what its writer has given up after whoever removes has looked.
  const keep = async (found: StoredActivity[]): Promise<StoredActivity[]> => {
    const named = found.flatMap((each) => [...subjectsOf(each), ...textsOf(each)]);
    for (const id of await findTombstones(deps.db, [...new Set(named)])) gone.add(id);
    return found.filter((each) => !isOver(each, gone));
  };
  const { items, next } = await readStory(deps, {
    actorIds: [args.memberId],
    types: type && [type],
    after: after && { at: new Date(after.at), id: after.id },
    limit: args.limit,
    keep,
  });
  const nextCursor = next && encodeCursor(list, { at: next.at.toISOString(), id: next.id });
  const there = items.filter((each) => !textsOf(each).some((id) => gone.has(id)));
  const texts = await findTexts(deps, args.memberId, there);
  const told = items.map((item) => toActivity(item, texts.get(item.subject.id)));
  return { items: told, nextCursor };
}

const writtenTypes: ReadonlySet<ActivityType> = new Set([
  'post.created',
  'post.edited',
  'comment.created',
  'comment.edited',
]);

/** How the texts begin that somebody wrote, or did something to as far as they may read them. */
async function findTexts(
  deps: Pick<Deps, 'db' | 'members'>,
  memberId: string,
  items: StoredActivity[],
): Promise<Map<string, string>> {
  const own = items.filter(({ type }) => writtenTypes.has(type));
  const others = items.filter(
    ({ type, subject }) => !writtenTypes.has(type) && subject.kind !== 'member',
  );
  const readable = [...own, ...(await keepReadable(deps, memberId, others))];
  return findExcerpts(
    deps.db,
    readable.map(({ subject }) => subject.id),
  );
}

async function keepReadable(
  deps: Pick<Deps, 'db' | 'members'>,
  memberId: string,
  found: StoredActivity[],
): Promise<StoredActivity[]> {
  try {
    return await keepVisible(deps, found, { memberId, hidden: [] });
  } catch (error) {
    // While nobody can say who may read what, a story says what was done, as ever.
    if (error instanceof AppError) return [];
    throw error;
  }
}

export const StoryPosition = z.strictObject({
  at: z.iso.datetime({ precision: 3 }),
  id: z.uuid(),
});

/** Each type is a list of its own, as is the whole, of each member: a cursor of one means nothing in another. */
function storyOf(memberId: string, type: ActivityType | null): List<z.infer<typeof StoryPosition>> {
  return { name: `mine:${memberId}:${type ?? ''}`, position: StoryPosition };
}

/** Whose it is that something was done to. */
function ownerOf({ data }: DomainEvent): string | null {
  if ('commentAuthorId' in data) return data.commentAuthorId;
  if ('postAuthorId' in data) return data.postAuthorId;
  if ('authorId' in data) return data.authorId;
  return 'targetId' in data ? data.targetId : null;
}

function toActivity(stored: StoredActivity, excerpt = ''): Activity {
  const { _id: id, type, actorId, occurredAt, subject, postId } = stored;
  return { id, type, actorId, occurredAt: occurredAt.toISOString(), subject, postId, excerpt };
}
