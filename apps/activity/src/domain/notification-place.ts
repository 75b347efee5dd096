import {
  insertNotifications,
  insertWithheld,
  removeByIds,
  removeUpTo,
  type StoredNotification,
} from '../db/notifications.ts';
import { type Fates, readFates } from '../db/tombstones.ts';
import type { Deps } from '../deps.ts';
import { undoingCauseOf } from './told.ts';

/** What a notification names, each of which may be gone, or hidden by moderation. */
type About = Pick<StoredNotification, 'postId' | 'textId' | 'actorId' | 'recipientId'>;

/** What is gone nobody is told of; of what is hidden, only that it is, until it is shown again. */
export function standingOf(
  about: About,
  fates: Pick<Fates, 'isGone' | 'isUnseen'>,
): 'shown' | 'withheld' | 'gone' {
  const ids = subjectsOf(about);
  if (ids.some((id) => fates.isGone(id))) return 'gone';
  return about.actorId !== null && ids.some((id) => fates.isUnseen(id)) ? 'withheld' : 'shown';
}

/**
 * Whether it may be shown as it stands: nothing is, of what is gone, nor of what moderation hides, but what the author of
 * that had heard before. Nobody else need have taken it back: a store may carry out what its teller has given up after
 * whoever deletes or hides has looked.
 */
export function isLasting(
  told: StoredNotification,
  fates: Pick<Fates, 'isGone' | 'isUnseen'>,
): boolean {
  const standing = standingOf(told, fates);
  if (standing !== 'withheld') return standing === 'shown';
  return subjectsOf(told).every((id) => !fates.isUnseen(id) || isByRecipient(told, id));
}

/** Whether it was told to who wrote a text that it names. */
function isByRecipient(told: StoredNotification, id: string): boolean {
  const { kind, target, postId, textId, postAuthorId, recipientId } = told;
  if (kind === 'like' && target.id === id) return true;
  // Likes that an older release told do not say whose post it is: they come back with it.
  return id === postId && id !== textId && (kind === 'comment' || postAuthorId === recipientId);
}

/** What has become of all that these name, and of these. */
export function readFatesOf(
  db: Deps['db'],
  notifications: readonly StoredNotification[],
): Promise<Fates> {
  const causes = notifications.flatMap((each) => undoingCauseOf(each) ?? []);
  return readFates(db, notifications.flatMap(subjectsOf), causes);
}

/** Whether it was undone by what happened after it, however late it comes itself. */
export function isUndone(
  notification: Pick<StoredNotification, '_id' | 'kind' | 'textId' | 'version'>,
  fates: Pick<Fates, 'undoneOf'>,
): boolean {
  const { version = 0 } = notification;
  const cause = undoingCauseOf(notification);
  return version > 0 && cause !== undefined && fates.undoneOf(cause) > version;
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
  args: { told: StoredNotification[]; undone?: { id: string; upTo: number }[]; fates: Fates },
): Promise<StoredNotification[]> {
  const { db } = deps;
  const { told, undone = [], fates } = args;
  const standing = Map.groupBy(told, (each) => standingOf(each, fates));
  const { shown = [], withheld = [], gone = [] } = Object.fromEntries(standing);
  const inserted = await insertNotifications(db, shown);
  await insertWithheld(db, withheld);
  await removeByIds(db.notifications, [...withheld, ...gone].map(idOf));
  // What was done, undone and done again stays.
  const lastingIds = new Set(withheld.map(idOf));
  await removeUpTo(db.withheld, [
    ...[...shown, ...gone].map(({ _id: id }) => ({ id })),
    ...undone.filter(({ id }) => !lastingIds.has(id)),
  ]);
  if (told.length === 0) return [];
  // Looked for afterwards: whoever deletes or hides leaves the tombstone first, so one of the two meets the other.
  const after = await readFatesOf(db, told);
  const undoneMeanwhile = told.filter((each) => isUndone(each, after) && !isUndone(each, fates));
  await removeByIds(db.notifications, undoneMeanwhile.map(idOf));
  await removeByIds(db.withheld, undoneMeanwhile.map(idOf));
  const moved = told.filter(
    (each) =>
      !undoneMeanwhile.includes(each) && standingOf(each, after) !== standingOf(each, fates),
  );
  const lasting = inserted.filter(
    (each) => !moved.includes(each) && !undoneMeanwhile.includes(each),
  );
  if (moved.length === 0) return lasting;
  return [...lasting, ...(await placeNotifications(deps, { told: moved, fates: after }))];
}

function idOf({ _id }: StoredNotification): string {
  return _id;
}
