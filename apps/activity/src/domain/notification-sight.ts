import type { MemberSummary } from '@dailyfeed/contract/member';

import type { StoredNotification } from '../db/notifications.ts';
import { readFates } from '../db/tombstones.ts';
import type { Deps } from '../deps.ts';
import { isLasting } from './notification-place.ts';
import { showsWords } from './told.ts';

/** Who and which texts are there, and whose words a reader may read, of those about which was asked. */
export type Sight = {
  /** Asks about all whom and what some notifications name; of each once. */
  learn(notifications: readonly StoredNotification[]): Promise<void>;
  /**
   * Whether the text is there for the reader, and they may see who did something, the words that it shows and the post
   * that those stand under. What moderation did, or happened to an account, is nobody's.
   */
  isShown(notification: StoredNotification): boolean;
  summaryOf(id: string): MemberSummary | undefined;
};

export function createSight(deps: Pick<Deps, 'db' | 'members'>, readerId: string): Sight {
  const asked = new Set<string>();
  const there = new Map<string, MemberSummary>();
  const readable = new Set([readerId]);
  const texts = createTexts(deps);
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
        texts.learn(notifications),
      ]);
      for (const id of ids) asked.add(id);
      for (const summary of summaries) there.set(summary.id, summary);
      for (const id of readableIds) readable.add(id);
    },
    isShown: (notification) => {
      const { kind, actorId, postAuthorId } = notification;
      if (!isLasting(notification, texts)) return false;
      return (
        actorId === null ||
        (there.has(actorId) &&
          (!showsWords(kind) || readable.has(actorId)) &&
          // Who may not read a post any more may not read what stands under it.
          (!postAuthorId || readable.has(postAuthorId)))
      );
    },
    summaryOf: (id) => there.get(id),
  };
}

/** What has become of the texts that were asked about. */
function createTexts({ db }: Pick<Deps, 'db'>) {
  const asked = new Set<string>();
  const gone = new Set<string>();
  const unseen = new Set<string>();
  return {
    learn: async (notifications: readonly StoredNotification[]): Promise<void> => {
      const named = new Set(
        notifications.flatMap(({ postId, textId }) => [postId, textId].filter((id) => id !== null)),
      );
      const ids = [...named.difference(asked)];
      if (ids.length === 0) return;
      const fates = await readFates(db, ids);
      for (const id of ids) {
        asked.add(id);
        if (fates.isGone(id)) gone.add(id);
        if (fates.isUnseen(id)) unseen.add(id);
      }
    },
    isGone: (id: string) => gone.has(id),
    isUnseen: (id: string) => unseen.has(id),
  };
}
