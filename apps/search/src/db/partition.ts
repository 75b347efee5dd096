import type { Database, Transaction } from '@dailyfeed/service-kit/postgres';

/*
 * The tables of a generation are partitions. Who searches and who writes holds a lock on the parents: a lock that is in
 * their way would wait for the longest of them, and all others behind it. So a table is made by itself and attached, and
 * detached concurrently before it is dropped, which nobody waits for.
 */

const tables = ['posts', 'comments', 'members', 'post_tags', 'tags'] as const;

/** Longer than any index takes; it is not waited for by anybody. */
const settleTimeoutMs = 6 * 3_600_000;
/** Somebody who reads from it is waited for so long. */
const lockTimeoutMs = 2000;
/** A lock was not had in that time. */
const lockTimedOut = '55P03';

/** Makes the empty tables of a generation. */
export async function createPartitions(tx: Transaction, id: number): Promise<void> {
  for (const table of tables) {
    const partition = partitionOf(table, id);
    // A number of ours: an identifier cannot be a parameter.
    await tx.query(`CREATE TABLE ${partition} (LIKE ${table} INCLUDING ALL)`);
    await tx.query(`ALTER TABLE ${table} ATTACH PARTITION ${partition} FOR VALUES IN (${id})`);
  }
}

/**
 * Forgets comments that came behind the end of their post, sorts in what waits, forgets what was replaced and tells the
 * planner what is in it: from here on it may be read.
 */
export async function settle(db: Database, id: number): Promise<void> {
  const client = await db.connect();
  try {
    await client.query('SET statement_timeout = 0');
    const [posts, comments] = [partitionOf('posts', id), partitionOf('comments', id)];
    const steps = [
      `DELETE FROM ${comments} AS left_over USING ${posts} AS post
       WHERE post.id = left_over.post_id AND post.is_deleted`,
      // To give back what is empty at the end, it would keep events out.
      ...tables.map((table) => `VACUUM (ANALYZE, TRUNCATE false) ${partitionOf(table, id)}`),
    ];
    for (const text of steps) {
      const statement = { text, query_timeout: settleTimeoutMs };
      await client.query(statement);
    }
  } finally {
    // With what was set.
    client.release(true);
  }
}

/**
 * Drops the tables of a generation that nobody writes to any more; false when somebody still reads, and some of them are
 * left. Goes on where it was broken off.
 */
export async function dropPartitions(db: Database, id: number): Promise<boolean> {
  const client = await db.connect();
  try {
    await client.query(`SET lock_timeout = ${lockTimeoutMs}`);
    for (const table of tables) await detach(client, { table, partition: partitionOf(table, id) });
    const partitions = tables.map((table) => partitionOf(table, id));
    await client.query(`DROP TABLE IF EXISTS ${partitions.join(', ')}`);
    return true;
  } catch (error) {
    if (Object(error)['code'] !== lockTimedOut) throw error;
    return false;
  } finally {
    // With what was set.
    client.release(true);
  }
}

/** Once begun, nobody finds it any more; what was broken off behind that has to be finalized. */
async function detach(
  tx: Transaction,
  { table, partition }: { table: string; partition: string },
): Promise<void> {
  const { rows } = await tx.query<{ isBegun: boolean }>(
    `SELECT inhdetachpending AS "isBegun" FROM pg_inherits
     WHERE inhparent = $1::regclass AND inhrelid = to_regclass($2)`,
    [table, partition],
  );
  const [attached] = rows;
  if (!attached) return;
  const step = attached.isBegun ? 'FINALIZE' : 'CONCURRENTLY';
  await tx.query(`ALTER TABLE ${table} DETACH PARTITION ${partition} ${step}`);
}

function partitionOf(table: (typeof tables)[number], id: number): string {
  return `${table}_${id}`;
}
