import type { Collection } from 'mongodb';
import type { Logger } from 'pino';

import { answerInTime, connectMongo, isDuplicate, once } from './mongo.ts';

/** `waiting` to be sent again, `resent`, or `parked` by a person who decided against it. */
export type DeadLetterStatus = 'waiting' | 'resent' | 'parked';

/** A message that a consumer group could not handle, with all it takes to handle it later. Bytes are in base64. */
export type DeadLetter = {
  group: string;
  topic: string;
  partition: number;
  /** Decimal; Kafka counts in 64 bits. */
  offset: string;
  key: string | null;
  headers: Record<string, string[]>;
  /** Untouched; null is Kafka's tombstone. */
  value: string | null;
  /** As far as the message could be read. */
  eventId: string | null;
  eventType: string | null;
  errorClass: string;
  errorMessage: string;
  attempts: number;
  firstFailedAt: Date;
  lastFailedAt: Date;
  status: DeadLetterStatus;
};

/** Which letters are meant; all where nothing is given. */
export type DeadLetterFilter = { group?: string; status?: DeadLetterStatus };

/** Where consumers lay down what they cannot handle. Every method rejects while the store is away. */
export type DeadLetters = {
  /** Keeps one letter for a group and a place in a topic, however often it is added. */
  add(letter: DeadLetter): Promise<void>;
  /** Oldest first, at most `limit` (100). */
  list(filter?: DeadLetterFilter & { limit?: number }): Promise<DeadLetter[]>;
  count(filter?: DeadLetterFilter): Promise<number>;
};

type StoredLetter = DeadLetter & { _id: string };

/** The dead letters in MongoDB's collection `listener_dead_letters`. Connects when first used. */
export function createDeadLetters(args: {
  mongoUrl: string;
  log: Logger;
}): DeadLetters & AsyncDisposable {
  const mongo = connectMongo({ url: args.mongoUrl, clientId: 'dead-letters' });
  const open = async (): Promise<Collection<StoredLetter>> => {
    const db = await mongo.open();
    return db.collection<StoredLetter>('listener_dead_letters');
  };
  const prepared = once(async () => createIndex(await open()));
  return {
    add: async (letter) => {
      await prepared();
      await insert(await open(), letter);
      args.log.error(factsOf(letter), 'dead letter');
    },
    list: async ({ limit = 100, ...filter } = {}) => {
      const letters = await open();
      const found = letters.find(filter).sort({ firstFailedAt: 1, _id: 1 }).limit(limit);
      return (await answerInTime(found.toArray())).map(({ _id, ...letter }) => letter);
    },
    count: async (filter = {}) => {
      const letters = await open();
      return answerInTime(letters.countDocuments(filter));
    },
    [Symbol.asyncDispose]: () => mongo[Symbol.asyncDispose](),
  };
}

async function insert(letters: Collection<StoredLetter>, letter: DeadLetter): Promise<void> {
  const { group, topic, partition, offset } = letter;
  try {
    await letters.insertOne({ _id: `${group}:${topic}:${partition}:${offset}`, ...letter });
  } catch (error) {
    // A message that is delivered again after it was laid down: the first letter stands.
    if (!isDuplicate(error)) throw error;
  }
}

async function createIndex(letters: Collection<StoredLetter>): Promise<void> {
  await letters.createIndex({ status: 1, group: 1, firstFailedAt: 1, _id: 1 });
}

/** Never the content: it is a member's. */
function factsOf(letter: DeadLetter): Record<string, unknown> {
  const { key: _key, headers: _headers, value: _value, ...facts } = letter;
  return facts;
}
