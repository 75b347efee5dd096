import {
  insertNotifications,
  insertWithheld,
  removeByIds,
  type StoredNotification,
} from '../db/notifications.ts';
import { type Fates, readFates } from '../db/tombstones.ts';
import type { Deps } from '../deps.ts';

/** What a notification names, each of which may be gone, or hidden by moderation. */
type About = Pick<StoredNotification, 'postId' | 'textId' | 'actorId' | 'recipientId'>;

/** What is gone nobody is told of; of what is hidden, only that it is, until it is shown again. */
export function standingOf(about: About, fates: Fates): 'shown' | 'withheld' | 'gone' {
  const ids = subjectsOf(about);
  if (ids.some((id) => fates.isGone(id))) return 'gone';
  return about.actorId !== null && ids.some((id) => fates.isUnseen(id)) ? 'withheld' : 'shown';
}

export function subjectsOf({ postId, textId, actorId, recipientId }: About): string[] {
  return [postId, textId, actorId, recipientId].filter((id) => id !== null);
}

/**
 * Puts each where it stands, and takes it from where it does not; of what nobody sees yet, whatever is undone was
 * nothing. Gives those that are shown and were not. Again, or after a crash, it ends the same.
 */
export async function placeNotifications(
  deps: Pick<Deps, 'db'>,
  args: { told: StoredNotification[]; undoneIds?: string[]; fates: Fates },
): Promise<StoredNotification[]> {
  const { db } = deps;
  const { told, undoneIds = [], fates } = args;
  const standing = Map.groupBy(told, (each) => standingOf(each, fates));
  const { shown = [], withheld = [], gone = [] } = Object.fromEntries(standing);
  const inserted = await insertNotifications(db, shown);
  await insertWithheld(db, withheld);
  await removeByIds(db.notifications, [...withheld, ...gone].map(idOf));
  // What was done, undone and done again stays.
  const undone = undoneIds.filter((id) => !withheld.some(({ _id }) => _id === id));
  await removeByIds(db.withheld, [...[...shown, ...gone].map(idOf), ...undone]);
  if (told.length === 0) return [];
  // Looked for afterwards: whoever deletes or hides leaves the tombstone first, so one of the two meets the other.
  const after = await readFates(db, told.flatMap(subjectsOf));
  const moved = told.filter((each) => standingOf(each, after) !== standingOf(each, fates));
  if (moved.length === 0) return inserted;
  const lasting = inserted.filter((each) => !moved.includes(each));
  return [...lasting, ...(await placeNotifications(deps, { told: moved, fates: after }))];
}

function idOf({ _id }: StoredNotification): string {
  return _id;
}
