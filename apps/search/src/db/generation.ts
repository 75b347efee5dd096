import type { Database, Transaction } from '@dailyfeed/service-kit/postgres';

const tables = ['posts', 'comments', 'members', 'post_tags', 'tags'] as const;
export const phases = ['members', 'posts', 'comments', 'done'] as const;
export type Phase = (typeof phases)[number];
export type Generation = {
  id: number;
  phase: Phase;
  cursor: string | null;
  /** Of the rules by which texts are cut. */
  version: number;
};

/** Longer than any index takes; it is not waited for by anybody. */
const settleTimeoutMs = 6 * 3_600_000;

/** Where events are written to. */
export const livingGenerations = `(SELECT id FROM generations WHERE state IN ('serving', 'building'))`;

/** A retired one is read from by who had begun. */
const retireSeconds = 10;

/** Undefined until the first has been begun. */
export async function findServing(tx: Transaction): Promise<Generation | undefined> {
  return findOf(tx, 'serving');
}

export async function findBuilding(tx: Transaction): Promise<Generation | undefined> {
  return findOf(tx, 'building');
}

/** Begins an empty one. It serves at once where none does: what events tell is found meanwhile. */
export async function createGeneration(
  tx: Transaction,
  { state, version }: { state: 'serving' | 'building'; version: number },
): Promise<Generation> {
  const { rows } = await tx.query<Generation>(
    `INSERT INTO generations (state, phase, version) VALUES ($1, 'members', $2)
     RETURNING id, phase, cursor, version`,
    [state, version],
  );
  const [generation] = rows;
  if (!generation) throw new Error('no generation was made');
  for (const table of tables) {
    // A number of ours: an identifier cannot be a parameter.
    await tx.query(
      `CREATE TABLE ${partitionOf(table, generation.id)} PARTITION OF ${table} FOR VALUES IN (${generation.id})`,
    );
  }
  return generation;
}

/** Sorts in what waits, forgets what was replaced and tells the planner what is in it: from here on it may be read. */
export async function settle(db: Database, id: number): Promise<void> {
  const client = await db.connect();
  try {
    await client.query('SET statement_timeout = 0');
    for (const table of tables) {
      const text = `VACUUM (ANALYZE) ${partitionOf(table, id)}`;
      const statement = { text, query_timeout: settleTimeoutMs };
      await client.query(statement);
    }
  } finally {
    // With what was set.
    client.release(true);
  }
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
  const { rowCount } = await tx.query(
    `SELECT FROM generations WHERE id = $1 AND state = 'building' FOR UPDATE`,
    [id],
  );
  if (rowCount === 0) return false;
  await tx.query(
    `UPDATE generations SET state = 'retired', finished_at = clock_timestamp() WHERE state = 'serving' AND id <> $1`,
    [id],
  );
  await tx.query(
    `UPDATE generations SET state = 'serving', phase = 'done', finished_at = clock_timestamp() WHERE id = $1`,
    [id],
  );
  return true;
}

/** Drops what nobody reads any more; gives how many. Waits for no reader: who is in the way is waited for next time. */
export async function dropRetired(db: Database): Promise<number> {
  const { rows } = await db.query<{ id: number }>(
    `SELECT id FROM generations
     WHERE state = 'retired' AND finished_at < clock_timestamp() - $1 * interval '1 second'`,
    [retireSeconds],
  );
  for (const { id } of rows) {
    const drops = tables.map((table) => `DROP TABLE IF EXISTS ${partitionOf(table, id)};`);
    await db.query(
      `BEGIN; SET LOCAL lock_timeout = '2s'; ${drops.join(' ')} DELETE FROM generations WHERE id = ${id}; COMMIT`,
    );
  }
  return rows.length;
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

function partitionOf(table: (typeof tables)[number], id: number): string {
  return `${table}_${id}`;
}
