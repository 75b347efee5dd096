import { countRecent, insertNotification, removeNotification } from '../db/notifications.ts';
import { findHidden, findTombstones } from '../db/tombstones.ts';
import { hasWish } from '../db/wishes.ts';
import type { Deps } from '../deps.ts';
import { listHidden } from './audience.ts';
import { isWanted } from './notification-preference.ts';
import { idOf, showsWords, type Told } from './told.ts';

/** From this many of one kind within the hour on, what one member does becomes one row of its own. */
const burstSize = 3;
const hourMs = 3_600_000;

/** Tells somebody of something, once; not of what they did, do not want to hear of, or what is gone. */
export async function tell(deps: Deps, told: Told, occurredAt: Date): Promise<void> {
  if (told.recipientId === told.actorId) return;
  if (!(await isToBeTold(deps, told))) return;
  const isNew = await insertNotification(deps.db, {
    _id: idOf(told),
    recipientId: told.recipientId,
    kind: told.kind,
    actorId: told.actorId,
    groupKey: await groupKeyOf(deps, told, occurredAt),
    target: told.target,
    postId: told.postId,
    textId: told.textId,
    occurredAt,
  });
  // Looked for afterwards: whoever deletes leaves the tombstone first, so one of the two meets the other.
  const subjects = subjectsOf(told);
  const [gone, hidden] = await Promise.all([
    findTombstones(deps.db, subjects),
    findHidden(deps.db, subjects),
  ]);
  const isGone = gone.size + hidden.size > 0;
  if (isGone) await removeNotification(deps.db, { id: idOf(told), since: undefined });
  else if (isNew) deps.signals.notify(told.recipientId);
}

async function isToBeTold(deps: Deps, told: Told): Promise<boolean> {
  const { recipientId, actorId, postId, kind } = told;
  const [isMuted, hidden, wanted, readable] = await Promise.all([
    postId !== null &&
      hasWish(deps.db, { memberId: recipientId, kind: 'mute_thread', objectId: postId }),
    listHidden(deps, recipientId),
    isWanted(deps, told),
    showsWords(kind) ? deps.members.readableIds(recipientId, [actorId]) : [actorId],
  ]);
  return !isMuted && !hidden.includes(actorId) && wanted && readable.includes(actorId);
}

/** By target and day; a burst of one member, on whatever targets, by member and hour. */
async function groupKeyOf(deps: Deps, told: Told, occurredAt: Date): Promise<string> {
  const { kind, actorId, recipientId, target } = told;
  const since = new Date(occurredAt.getTime() - hourMs);
  const recent = await countRecent(deps.db, {
    recipientId,
    kind,
    actorId,
    since,
    max: burstSize,
  });
  const at = occurredAt.toISOString();
  return recent >= burstSize
    ? `${kind}:by:${actorId}:${at.slice(0, 13)}`
    : `${kind}:${target.id}:${at.slice(0, 10)}`;
}

function subjectsOf({ postId, textId, actorId, recipientId }: Told): string[] {
  return [postId, textId, actorId, recipientId].filter((id) => id !== null);
}
