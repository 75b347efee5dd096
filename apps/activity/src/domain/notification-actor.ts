import type { MemberSummary } from '@dailyfeed/contract/member';

import { type Audience, findNotifications, type StoredNotification } from '../db/notifications.ts';
import type { Deps } from '../deps.ts';
import { showsWords } from './told.ts';

/** Those who are named in a row. */
const actorsShown = 3;
/** Looked through for the actors of a page; a row always knows its latest. */
const latestMax = 300;

/**
 * Who is named in each group, by its key: the latest, without those who are gone and, where it shows their words, those
 * whom the recipient may not read. A group of which nobody is left is not shown; what moderation did is nobody's.
 */
export async function findShownActors(
  deps: Pick<Deps, 'db' | 'members'>,
  args: { audience: Audience; groups: StoredNotification[] },
): Promise<Map<string, MemberSummary[]>> {
  const { audience, groups } = args;
  if (groups.length === 0) return new Map();
  const latest = await findNotifications(deps.db, {
    audience,
    after: null,
    groupKeys: { $in: groups.map(({ groupKey }) => groupKey) },
    limit: latestMax,
  });
  const actorIds = actorIdsOf(groups, latest);
  const { recipientId } = audience;
  const ids = new Set([...actorIds.values()].flat());
  const authorIds = groups.flatMap(({ postAuthorId }) => postAuthorId ?? []);
  const [summaries, readableIds] = await Promise.all([
    deps.members.summaries([...ids]),
    deps.members.readableIds(recipientId, [...new Set([...ids, ...authorIds])]),
  ]);
  const there = new Map(summaries.map((summary) => [summary.id, summary]));
  const readable = new Set([recipientId, ...readableIds]);
  return new Map(
    groups.flatMap(({ groupKey, kind, actorId, postAuthorId }): [string, MemberSummary[]][] => {
      if (actorId === null) return [[groupKey, []]];
      // Who may not read a post any more may not read what stands under it.
      if (postAuthorId && !readable.has(postAuthorId)) return [];
      const actors = (actorIds.get(groupKey) ?? [])
        .filter((id) => !showsWords(kind) || readable.has(id))
        .flatMap((id) => there.get(id) ?? []);
      return actors.length === 0 ? [] : [[groupKey, actors]];
    }),
  );
}

/** The latest actors of each group, the group's own first. */
function actorIdsOf(
  groups: StoredNotification[],
  latest: StoredNotification[],
): Map<string, string[]> {
  const ids = new Map(groups.map((group) => [group.groupKey, new Set<string>()]));
  for (const { groupKey, actorId } of [...groups, ...latest]) {
    const known = ids.get(groupKey);
    if (actorId !== null && known && known.size < actorsShown) known.add(actorId);
  }
  return new Map([...ids].map(([groupKey, known]) => [groupKey, [...known]]));
}
