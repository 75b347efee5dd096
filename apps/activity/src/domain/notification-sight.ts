import type { MemberSummary } from '@dailyfeed/contract/member';

import type { StoredNotification } from '../db/notifications.ts';
import type { Deps } from '../deps.ts';
import { showsWords } from './told.ts';

type Named = Pick<StoredNotification, 'kind' | 'actorId' | 'postAuthorId'>;

/** Who is there, and whose words a reader may read, of those about whom was asked. */
export type Sight = {
  /** Asks about all whom some notifications name; of everybody once. */
  learn(notifications: readonly Named[]): Promise<void>;
  /**
   * Whether the reader may see who did something, the words that it shows and the post that those stand under. What
   * moderation did, or happened to an account, is nobody's.
   */
  isShown(notification: Named): boolean;
  summaryOf(id: string): MemberSummary | undefined;
};

export function createSight(deps: Pick<Deps, 'members'>, readerId: string): Sight {
  const asked = new Set<string>();
  const there = new Map<string, MemberSummary>();
  const readable = new Set([readerId]);
  return {
    learn: async (notifications) => {
      const named = new Set(
        notifications.flatMap(({ actorId, postAuthorId }) =>
          [actorId, postAuthorId].filter((id) => typeof id === 'string'),
        ),
      );
      const ids = [...named.difference(asked)];
      const [summaries, readableIds] = await Promise.all([
        deps.members.summaries(ids),
        deps.members.readableIds(readerId, ids),
      ]);
      for (const id of ids) asked.add(id);
      for (const summary of summaries) there.set(summary.id, summary);
      for (const id of readableIds) readable.add(id);
    },
    isShown: ({ kind, actorId, postAuthorId }) =>
      actorId === null ||
      (there.has(actorId) &&
        (!showsWords(kind) || readable.has(actorId)) &&
        // Who may not read a post any more may not read what stands under it.
        (!postAuthorId || readable.has(postAuthorId))),
    summaryOf: (id) => there.get(id),
  };
}
