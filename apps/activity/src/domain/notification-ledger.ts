import type { KnownNotification, StoredNotification } from '../db/notifications.ts';

/** What is there, and what becomes of it, while one thing after another happens that is written down at once. */
export type Ledger = {
  has(id: string): boolean;
  /** How much of a burst there is since then. */
  countSince(burstKey: string, since: Date): number;
  /** Of a cause that is there already nothing more is told. */
  add(notification: StoredNotification): void;
  /** Takes back what was told at or after `since`, at any time where that is null, and is not newer than `version`. */
  remove(id: string, args: { since: Date | null; version: number }): void;
  /** What there is in the end that was not there before, and of what was there, what is no more. */
  changes(): { added: StoredNotification[]; removed: KnownNotification[] };
};

export function createLedger(known: readonly KnownNotification[]): Ledger {
  const before = new Map(known.map((each) => [each._id, each]));
  const present = new Map<string, KnownNotification>(before);
  const added = new Map<string, StoredNotification>();
  const bursts = new Map<string, Set<string>>();
  const join = ({ _id, burstKey }: KnownNotification): void => {
    const ids = bursts.get(burstKey) ?? new Set();
    bursts.set(burstKey, ids.add(_id));
  };
  for (const each of present.values()) join(each);
  return {
    has: (id) => present.has(id),
    countSince: (burstKey, since) =>
      [...(bursts.get(burstKey) ?? [])].filter((id) => isSince(present.get(id), since)).length,
    add: (notification) => {
      if (present.has(notification._id)) return;
      present.set(notification._id, notification);
      added.set(notification._id, notification);
      join(notification);
    },
    remove: (id, { since, version }) => {
      const told = present.get(id);
      if (!isSince(told, since) || isNewer(told, version)) return;
      present.delete(id);
      added.delete(id);
    },
    changes: () => ({
      added: [...added.values()],
      removed: [...before.values()].filter((each) => present.get(each._id) !== each),
    }),
  };
}

/** Whether it happened after that version of its subject; 0 is in no order. */
export function isNewer(
  notification: Pick<KnownNotification, 'version'> | undefined,
  version: number,
): boolean {
  return version > 0 && (notification?.version ?? 0) > version;
}

function isSince(notification: KnownNotification | undefined, since: Date | null): boolean {
  return notification !== undefined && (since === null || notification.occurredAt >= since);
}
