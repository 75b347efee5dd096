import type { ActivityExportKind, ExportItem } from '@dailyfeed/contract/export';
import { answerInTime } from '@dailyfeed/events/mongo';
import type { Collection, Filter } from 'mongodb';

import type { ActivityDatabase } from './client.ts';

type Owned = { _id: string; [field: string]: unknown };
type Kind = {
  collection: (db: ActivityDatabase) => Promise<Collection<Owned>>;
  /** The field that says whose it is. */
  owner: string;
};

/** What an export holds of this service. One more kind is one more line. */
const kinds: Record<ActivityExportKind, Kind> = {
  activities: { collection: (db) => untyped(db.activities), owner: 'actorId' },
  notifications: { collection: (db) => untyped(db.notifications), owner: 'recipientId' },
  'notification-settings': { collection: (db) => untyped(db.settings), owner: 'memberId' },
  'notification-wishes': { collection: (db) => untyped(db.wishes), owner: 'memberId' },
};

export const exportKinds = Object.keys(kinds) as ActivityExportKind[]; // the keys of the record above

export async function countOwned(
  db: ActivityDatabase,
  kind: ActivityExportKind,
  memberId: string,
): Promise<number> {
  const { collection, owner } = kinds[kind];
  const answer = async () => (await collection(db)).countDocuments({ [owner]: memberId });
  return answerInTime(answer());
}

/** Documents of one kind of a member's, in the order of their ids behind `after`. */
export async function listOwned(
  db: ActivityDatabase,
  args: { kind: ActivityExportKind; memberId: string; after: string | null; limit: number },
): Promise<{ id: string; item: ExportItem }[]> {
  const { collection, owner } = kinds[args.kind];
  const filter: Filter<Owned> = {
    [owner]: args.memberId,
    ...(args.after !== null && { _id: { $gt: args.after } }),
  };
  const answer = async (): Promise<Owned[]> =>
    (await collection(db)).find(filter).sort({ _id: 1 }).limit(args.limit).toArray();
  const found = await answerInTime(answer());
  return found.map(({ _id, [owner]: _owner, ...rest }) => ({
    id: _id,
    item: { id: _id, ...rest },
  }));
}

/** An export takes documents as they are, whatever stands in them. */
async function untyped<T extends { _id: string }>(store: {
  toRead(): Promise<Collection<T>>;
}): Promise<Collection<Owned>> {
  return (await store.toRead()) as unknown as Collection<Owned>; // see above
}
