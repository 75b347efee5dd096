import { newId } from '@dailyfeed/service-kit/id';
import type { Redis } from 'ioredis';
import * as z from 'zod';

import type { Candidate } from './candidates.ts';

/** Who goes on within this time, each time anew, reads on in the ranking they began with. */
const ttlSeconds = 900;
/** Of what has a UUID: the id, then the score, big-endian. */
const [idBytes, scoreBytes] = [16, 8];
const rowBytes = idBytes + scoreBytes;

/** What its rows are known by. */
export type RankedBy = 'uuid' | 'word';

/** `list` is what was searched for; `name` which of its rankings. */
export type RankingKey = { list: string; name: string };

/** Keeps a ranking of a list for a while, under the name that this gives: 24 bytes for each row that has a UUID. */
export async function keepRanking(
  redis: Redis,
  { list, by, rows }: { list: string; by: RankedBy; rows: readonly Candidate[] },
): Promise<string> {
  const name = newId();
  await redis.set(keyOf({ list, name }), formats[by].write(rows), 'EX', ttlSeconds);
  return name;
}

/** Undefined when it is gone. */
export async function findRanking(
  redis: Redis,
  { by, ...key }: RankingKey & { by: RankedBy },
): Promise<Candidate[] | undefined> {
  const value = await redis.getexBuffer(keyOf(key), 'EX', ttlSeconds);
  return value === null ? undefined : formats[by].read(value);
}

function keyOf({ list, name }: RankingKey): string {
  return `${list}:${name}`;
}

type Format = {
  write(rows: readonly Candidate[]): Buffer;
  read(bytes: Buffer): Candidate[];
};

const Words = z.array(z.tuple([z.string(), z.number()]));

const formats: Record<RankedBy, Format> = {
  uuid: { write, read },
  word: {
    write: (rows) => Buffer.from(JSON.stringify(rows.map(({ id, score }) => [id, score]))),
    read: (bytes) => {
      const rows = Words.parse(JSON.parse(bytes.toString()));
      return rows.map(([id, score]) => ({ id, score }));
    },
  },
};

function write(rows: readonly Candidate[]): Buffer {
  const bytes = Buffer.alloc(rows.length * rowBytes);
  for (const [index, { id, score }] of rows.entries()) {
    bytes.write(id.replaceAll('-', ''), index * rowBytes, 'hex');
    bytes.writeDoubleBE(score, index * rowBytes + idBytes);
  }
  return bytes;
}

function read(bytes: Buffer): Candidate[] {
  return Array.from({ length: bytes.length / rowBytes }, (_, index) => {
    const start = index * rowBytes;
    const hex = bytes.toString('hex', start, start + idBytes);
    const id = hex.replace(/^(.{8})(.{4})(.{4})(.{4})/, '$1-$2-$3-$4-');
    return { id, score: bytes.readDoubleBE(start + idBytes) };
  });
}
