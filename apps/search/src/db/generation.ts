import type { Database, Transaction } from '@dailyfeed/service-kit/postgres';

import { createPartitions, dropPartitions } from './partition.ts';

export const phases = ['members', 'posts', 'comments', 'done'] as const;
export type Phase = (typeof phases)[number];
export type Generation = {
  id: number;
  phase: Phase;
  cursor: string | null;
  /** Of the rules by which texts are cut. */
  version: number;
};

/** A retired one is read from by who had begun; a new one is begun within that time, or given up. */
const retireSeconds = 10;

/** Undefined until the first has been begun. */
export async function findServing(tx: Transaction): Promise<Generation | undefined> {
  return findOf(tx, 'serving');
}

export async function findBuilding(tx: Transaction): Promise<Generation | undefined> {
  return findOf(tx, 'building');
}

/**
 * Those that events are written to, by all who write at the same time, or by one alone: with `alone`, everybody who has
 * begun to write is waited for, and everybody else waits. What is locked stays there until the transaction ends.
 */
export async function lockLiving(
  tx: Transaction,
  writing: 'together' | 'alone',
): Promise<number[]> {
  const { rows } = await tx.query<{ id: number }>(
    `SELECT id FROM generations WHERE state IN ('serving', 'building') ORDER BY id
     FOR ${writing === 'alone' ? 'UPDATE' : 'KEY SHARE'}`,
  );
  return rows.map(({ id }) => id);
}

/** For the page of a rebuild; false when it is no longer being built. */
export async function lockBuilding(tx: Transaction, id: number): Promise<boolean> {
  const { rowCount } = await tx.query(
    `SELECT FROM generations WHERE id = $1 AND state = 'building' FOR NO KEY UPDATE`,
    [id],
  );
  return rowCount === 1;
}

/** Makes an empty one, which is dropped unless it is begun soon. */
export async function createGeneration(tx: Transaction, version: number): Promise<number> {
  const { rows } = await tx.query<{ id: number }>(
    `INSERT INTO generations (state, phase, version, finished_at)
     VALUES ('retired', 'members', $1, clock_timestamp()) RETURNING id`,
    [version],
  );
  const [generation] = rows;
  if (!generation) throw new Error('no generation was made');
  await createPartitions(tx, generation.id);
  return generation.id;
}

/**
 * From here on events are written to it. Behind the transaction that has made it, as long as anybody writes: who sees
 * that it lives has to see its tables as well.
 */
export async function beginGeneration(
  tx: Transaction,
  { id, state }: { id: number; state: 'serving' | 'building' },
): Promise<Generation> {
  const { rows } = await tx.query<Generation>(
    `UPDATE generations SET state = $2, finished_at = NULL
     WHERE id = $1 AND state = 'retired' AND finished_at > clock_timestamp() - $3 * interval '1 second'
     RETURNING id, phase, cursor, version`,
    [id, state, retireSeconds],
  );
  const [generation] = rows;
  if (!generation) throw new Error('a generation was given up before it was begun');
  return generation;
}

/** Gives up one that is being built. */
export async function retire(tx: Transaction, id: number): Promise<void> {
  await tx.query(
    `UPDATE generations SET state = 'retired', finished_at = clock_timestamp() WHERE id = $1`,
    [id],
  );
}

/** Says where a rebuild goes on; in the transaction of what it has written. */
export async function saveProgress(
  tx: Transaction,
  { id, phase, cursor }: Generation,
): Promise<void> {
  await tx.query('UPDATE generations SET phase = $2, cursor = $3 WHERE id = $1', [
    id,
    phase,
    cursor,
  ]);
}

/** From here on the built one is read; false when it is no longer being built. */
export async function swap(tx: Transaction, id: number): Promise<boolean> {
  // In one order for everybody, so that nobody waits in a circle.
  const { rows } = await tx.query<{ id: number; state: string }>(
    `SELECT id, state FROM generations WHERE state IN ('serving', 'building') ORDER BY id FOR NO KEY UPDATE`,
  );
  if (!rows.some((row) => row.id === id && row.state === 'building')) return false;
  await tx.query(
    `UPDATE generations SET state = 'retired', finished_at = clock_timestamp() WHERE state = 'serving'`,
  );
  await tx.query(
    `UPDATE generations SET state = 'serving', phase = 'done', finished_at = clock_timestamp() WHERE id = $1`,
    [id],
  );
  return true;
}

/** Drops what nobody reads any more; gives how many. Nobody waits for it: who is in the way is waited for next time. */
export async function dropRetired(db: Database): Promise<number> {
  // Who still writes to one has locked it.
  const { rows } = await db.query<{ id: number }>(
    `SELECT id FROM generations
     WHERE state = 'retired' AND finished_at < clock_timestamp() - $1 * interval '1 second'
     ORDER BY id FOR UPDATE SKIP LOCKED`,
    [retireSeconds],
  );
  let dropped = 0;
  for (const { id } of rows) {
    if (!(await dropPartitions(db, id))) break;
    await db.query('DELETE FROM generations WHERE id = $1', [id]);
    dropped += 1;
  }
  return dropped;
}

async function findOf(
  tx: Transaction,
  state: 'serving' | 'building',
): Promise<Generation | undefined> {
  const { rows } = await tx.query<Generation>(
    'SELECT id, phase, cursor, version FROM generations WHERE state = $1',
    [state],
  );
  return rows[0];
}
