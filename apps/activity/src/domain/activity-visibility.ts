import type { StoredActivity } from '../db/client.ts';
import { readFates } from '../db/tombstones.ts';
import type { Deps } from '../deps.ts';

/** Of what was done, what the reader may see: who did it, whose it was done to, and the text if it is one and what it stands under. */
export async function keepVisible(
  deps: Pick<Deps, 'db' | 'members'>,
  found: StoredActivity[],
  reader: { memberId: string; hidden: string[] },
): Promise<StoredActivity[]> {
  if (found.length === 0) return [];
  const owners = found.flatMap(({ actorId, ownerId, postAuthorId }) =>
    ownerId ? [actorId, ownerId, postAuthorId ?? ownerId] : [],
  );
  const subjects = found.flatMap(({ _id, subject, postId }) => [
    _id,
    subject.id,
    ...(postId ? [postId] : []),
  ]);
  const [readable, fates] = await Promise.all([
    deps.members.readableIds(reader.memberId, [...new Set(owners)]),
    readFates(deps.db, subjects),
  ]);
  const shown = new Set([...readable.filter((id) => !reader.hidden.includes(id)), reader.memberId]);
  return found.filter(
    ({ _id, actorId, ownerId, postAuthorId, subject, postId }) =>
      // Taken out by its actor, and carried out by the store after that.
      !fates.isGone(_id) &&
      shown.has(actorId) &&
      // Whose it is has to be known: else nobody can say that it may be seen.
      ownerId &&
      shown.has(ownerId) &&
      // Who may not read a post may not read what stands under it.
      (postAuthorId ? shown.has(postAuthorId) : subject.kind !== 'comment') &&
      !fates.isUnseen(subject.id) &&
      (postId === null || !fates.isUnseen(postId)),
  );
}
