import type {
  DeadLetterCount,
  DeadLetterKind,
  DeadLetterStatus,
} from '@dailyfeed/contract/dead-letter';
import type { Collection, Filter } from 'mongodb';
import type { Logger } from 'pino';

import { type Claims, createClaims } from './dead-letter-claim.ts';
import { type DeadLetter, isFailureAnew, type LetterFacts } from './dead-letter.ts';
import { answerInTime, connectMongo, isDuplicate } from './mongo.ts';

/** Which letters of a kind are meant; all where nothing is given. */
export type DeadLetterFilter = {
  kind?: DeadLetterKind;
  group?: string;
  status?: DeadLetterStatus;
  eventType?: string;
};

/** Where a page ends: the last letter's time and id. */
export type DeadLetterPosition = { at: Date; id: string };

/** What sending again, a failure after it, or a person's decision changes of a letter. */
export type DeadLetterChange = Partial<
  Pick<
    DeadLetter,
    | 'status'
    | 'resolvedAt'
    | 'attempts'
    | 'resends'
    | 'nextResendAt'
    | 'lastFailedAt'
    | 'errorClass'
    | 'errorMessage'
  >
>;

/** Messages that went nowhere, of every service. Every method rejects while the store is away. */
export type DeadLetters = {
  /**
   * Keeps one letter of an id, however often it is added; one that was sent again and has failed again waits again.
   * Rejects while someone else has its claim.
   */
  add(letter: DeadLetter): Promise<void>;
  /** Latest first, from behind `after` on, at most `limit` (100). */
  list(
    filter?: DeadLetterFilter & { after?: DeadLetterPosition | null; limit?: number },
  ): Promise<LetterFacts[]>;
  count(filter?: DeadLetterFilter): Promise<number>;
  /** Number and age, of both kinds, by group and status. */
  summarize(): Promise<DeadLetterCount[]>;
  find(id: string): Promise<DeadLetter | undefined>;
  /** Letters that wait, the oldest first; only those whose time to be sent again has come by `dueAt`, where it is given. */
  findWaiting(
    args: Omit<DeadLetterFilter, 'status'> & {
      kind: DeadLetterKind;
      dueAt?: Date;
      limit: number;
      after?: DeadLetterPosition | undefined;
    },
  ): Promise<LetterFacts[]>;
  /** All that wait with the letter: of its group and key, in the order they failed in; the letter alone without a key. */
  findLane(letter: LetterFacts): Promise<LetterFacts[]>;
  /** What has become of the letters of these ids (a publisher's), as far as they are there. */
  findStatuses(ids: string[]): Promise<Pick<DeadLetter, 'id' | 'status'>[]>;
  /** Changes a letter. Only for who holds its claim. */
  change(id: string, change: DeadLetterChange): Promise<void>;
  /** Deletes what was resent or parked before; a bounded number at a time. */
  removeResolved(before: Date): Promise<number>;
  claims: Claims;
} & AsyncDisposable;

type Stored<T extends LetterFacts> = Omit<T, 'id'> & { _id: string };
type StoredLetter = Stored<DeadLetter>;
const kinds: readonly DeadLetterKind[] = ['listener', 'publisher'];
const statuses: readonly DeadLetterStatus[] = ['waiting', 'resent', 'parked'];
const indexes = [
  { key: { status: 1, group: 1, firstFailedAt: 1, _id: 1 } },
  { key: { status: 1, nextResendAt: 1 } },
  { key: { group: 1, key: 1, status: 1 } },
  { key: { firstFailedAt: -1, _id: -1 } },
  // What its retention ends for.
  { key: { resolvedAt: 1 } },
] as const;
const removeMax = 1000;
const laneMax = 1000;
/** What may be long, and is not looked at in a list. */
const withoutContent = { headers: 0, value: 0 } as const;

/**
 * The dead letters in MongoDB's collections `listener_dead_letters` and `publisher_dead_letters`. Connects when first
 * used. Letters are inserted by unique id and changed only by who holds their claim, itself a unique insert.
 */
export function createDeadLetters(args: { mongoUrl: string; log: Logger }): DeadLetters {
  const mongo = connectMongo({ url: args.mongoUrl, clientId: 'dead-letters', log: args.log });
  const open = async (kind: DeadLetterKind): Promise<Collection<StoredLetter>> => {
    const db = await mongo.open();
    return db.collection<StoredLetter>(collectionOf(kind));
  };
  const select = async (
    kind: DeadLetterKind,
    filter: Filter<StoredLetter>,
    options: { order: 1 | -1; limit: number },
  ): Promise<LetterFacts[]> => {
    const letters = await open(kind);
    const sort = { firstFailedAt: options.order, _id: options.order } as const;
    const found = letters
      .find(filter)
      .project<Stored<LetterFacts>>(withoutContent)
      .sort(sort)
      .limit(options.limit);
    return (await answerInTime(found.toArray())).map((stored) => toLetter(stored, kind));
  };
  const claims = createClaims(() => mongo.open());
  return {
    add: async (letter) => {
      for (const kind of kinds) mongo.index(collectionOf(kind), indexes);
      const letters = await open(letter.kind);
      const isNews = (await insert(letters, letter)) || (await reopen(letters, { letter, claims }));
      if (isNews) args.log.error(factsOf(letter), 'dead letter');
    },
    list: ({ kind = 'listener', after, limit = 100, ...filter } = {}) =>
      select(kind, { ...filter, ...(after && isBefore(after)) }, { order: -1, limit }),
    count: async ({ kind = 'listener', ...filter } = {}) => {
      const letters = await open(kind);
      return answerInTime(letters.countDocuments(filter));
    },
    summarize: async () => {
      const counts = await Promise.all(
        kinds.map(async (kind) => summarize(kind, await open(kind))),
      );
      return counts.flat();
    },
    find: async (id) => {
      const letters = await open(kindOf(id));
      const found = await answerInTime(letters.findOne({ _id: id }));
      return found ? toLetter(found, kindOf(id)) : undefined;
    },
    findWaiting: ({ kind, dueAt, limit, after, ...filter }) => {
      const conditions = [...(dueAt ? [isDue(dueAt)] : []), ...(after ? [isBehind(after)] : [])];
      return select(
        kind,
        { ...filter, status: 'waiting', ...(conditions.length > 0 && { $and: conditions }) },
        { order: 1, limit },
      );
    },
    findLane: ({ id, kind, group, key }) =>
      select(
        kind,
        { status: 'waiting', group, ...(key === null ? { _id: id } : { key }) },
        { order: 1, limit: laneMax },
      ),
    findStatuses: async (ids) => {
      const letters = await open('publisher');
      const found = letters
        .find({ _id: { $in: ids } })
        .project<Pick<StoredLetter, '_id' | 'status'>>({ status: 1 });
      return (await answerInTime(found.toArray())).map(({ _id, status }) => ({ id: _id, status }));
    },
    change: async (id, change) => {
      const letters = await open(kindOf(id));
      await letters.updateOne({ _id: id }, { $set: change });
    },
    removeResolved: async (before) => {
      let removed = 0;
      for (const kind of kinds) {
        mongo.index(collectionOf(kind), indexes);
        const letters = await open(kind);
        const filter = { status: { $ne: 'waiting' as const }, resolvedAt: { $lt: before } };
        const found = letters.find(filter, { projection: { _id: 1 } }).limit(removeMax);
        const old = await answerInTime(found.toArray());
        if (old.length === 0) continue;
        const { deletedCount } = await letters.deleteMany({
          _id: { $in: old.map(({ _id }) => _id) },
        });
        removed += deletedCount;
      }
      return removed;
    },
    claims,
    [Symbol.asyncDispose]: () => mongo[Symbol.asyncDispose](),
  };
}

function collectionOf(kind: DeadLetterKind): string {
  return `${kind}_dead_letters`;
}

/** A listener's id names its place, a publisher's is the event's. */
function kindOf(id: string): DeadLetterKind {
  return id.includes(':') ? 'listener' : 'publisher';
}

function isBefore({ at, id }: DeadLetterPosition): Filter<StoredLetter> {
  return { $or: [{ firstFailedAt: { $lt: at } }, { firstFailedAt: at, _id: { $lt: id } }] };
}

function isBehind({ at, id }: DeadLetterPosition): Filter<StoredLetter> {
  return { $or: [{ firstFailedAt: { $gt: at } }, { firstFailedAt: at, _id: { $gt: id } }] };
}

function isDue(at: Date): Filter<StoredLetter> {
  return { $or: [{ nextResendAt: { $lte: at } }, { nextResendAt: { $exists: false } }] };
}

/** False where there is one of its id. */
async function insert(letters: Collection<StoredLetter>, letter: DeadLetter): Promise<boolean> {
  const { id, ...rest } = letter;
  try {
    await letters.insertOne({ _id: id, ...rest });
    return true;
  } catch (error) {
    if (!isDuplicate(error)) throw error;
    return false;
  }
}

/**
 * Has a letter wait again of which the kept one is to learn that it failed; false for a message that is delivered again
 * after it was laid down: the letter stands. Behind the claim: who has sent it is about to say so, also of one that
 * was parked. One that is parked then stays so.
 */
async function reopen(
  letters: Collection<StoredLetter>,
  { letter, claims }: { letter: DeadLetter; claims: Claims },
): Promise<boolean> {
  const read = async (): Promise<DeadLetter> => {
    const kept = await letters.findOne({ _id: letter.id });
    if (!kept) throw new Error('the dead letter was removed meanwhile');
    return toLetter(kept, letter.kind);
  };
  if (!isFailureAnew(letter, await read())) return false;
  const isReopened = await claims.hold(letter.id, async () => {
    const kept = await read();
    if (kept.status === 'parked' || !isFailureAnew(letter, kept)) return false;
    await letters.updateOne({ _id: letter.id }, { $set: toFailure(letter) });
    return true;
  });
  if (isReopened === undefined) throw new Error('someone else is at the dead letter');
  return isReopened;
}

/** What a failure changes: not where the message was read first, nor since when it fails. */
function toFailure(letter: DeadLetter): DeadLetterChange {
  const { attempts, resends, nextResendAt, lastFailedAt, errorClass, errorMessage } = letter;
  const failure = { attempts, resends, nextResendAt, lastFailedAt, errorClass, errorMessage };
  return { ...failure, status: 'waiting', resolvedAt: null };
}

async function summarize(
  kind: DeadLetterKind,
  letters: Collection<StoredLetter>,
): Promise<DeadLetterCount[]> {
  const groups = await answerInTime(letters.distinct('group'));
  const counts: DeadLetterCount[] = [];
  for (const group of groups) {
    for (const status of statuses) {
      const count = await answerInTime(letters.countDocuments({ group, status }));
      if (count === 0) continue;
      const [oldest] = await answerInTime(
        letters
          .find({ group, status }, { projection: { _id: 0, firstFailedAt: 1 } })
          .sort({ firstFailedAt: 1 })
          .limit(1)
          .toArray(),
      );
      if (!oldest) continue;
      counts.push({ kind, group, status, count, oldestAt: oldest.firstFailedAt.toISOString() });
    }
  }
  return counts;
}

/** A letter that was laid down before letters told this much is one that was never sent again. */
function toLetter(stored: StoredLetter, kind: DeadLetterKind): DeadLetter;
function toLetter(stored: Stored<LetterFacts>, kind: DeadLetterKind): LetterFacts;
function toLetter({ _id, ...rest }: Stored<LetterFacts>, kind: DeadLetterKind): LetterFacts {
  const defaults = { resends: 0, nextResendAt: rest.firstFailedAt, resolvedAt: null };
  return { ...defaults, ...rest, id: _id, kind };
}

/** Never the content: it is a member's. */
function factsOf(letter: DeadLetter): Record<string, unknown> {
  const { key: _key, headers: _headers, value: _value, ...facts } = letter;
  return facts;
}
