import type { Pool, PoolClient } from 'pg';

import { shardCount } from './outbox.ts';

/** What a publisher needs of a row, without reading the event: it travels as it was written. */
export type UnsentRow = {
  id: string;
  key: string;
  messageKey: string;
  type: string;
  event: string;
  traceparent: string | null;
};

/** A row the brokers refused for good, and why. */
export type DeadRow = UnsentRow & {
  /** Decimal, of 64 bits. */
  seq: string;
  attempts: number;
  error: string;
  createdAt: Date;
  deadAt: Date;
};

/** First half of the shards' advisory locks; any number, as long as nothing else in the database locks by it. */
export const lockSpace = 1_869_968_239;
const sentColumns =
  'id, key, message_key AS "messageKey", event->>\'type\' AS type, event::text AS event, traceparent';
const keepSentFor = '24 hours';
const keepParkedFor = '30 days';
/** Refusals after which a row is dead: no attempt is made again without a person. */
const refusalsMax = 10;

/*
 * What looks at rows that wait does so in the order that their partial index alone has. Any other way seems short to the
 * planner when many wait, and begins with all that were sent.
 */

/** Shards that have rows to send; one index probe each. */
export async function findPendingShards(pool: Pick<Pool, 'query'>): Promise<number[]> {
  const result = await pool.query<{ shard: number }>(
    `SELECT place AS shard FROM generate_series(0, $1::int - 1) AS place CROSS JOIN LATERAL (
       SELECT FROM outbox
       WHERE outbox.shard BETWEEN place AND place AND sent_at IS NULL AND dead_at IS NULL
       ORDER BY outbox.shard, seq LIMIT 1
     ) AS first`,
    [shardCount],
  );
  return result.rows.map((row) => row.shard);
}

/** Begins a transaction; whether the shard is its alone, to its end. */
export async function beginLocked(client: PoolClient, shard: number): Promise<boolean> {
  const lock = `SELECT pg_try_advisory_xact_lock(${lockSpace}, ${Number(shard)}) AS locked`;
  // One message for both; several statements answer with a result each, which the types do not know.
  const results: unknown = await client.query(`BEGIN; ${lock}`);
  const [, locked] = results as [unknown, { rows: { locked: boolean }[] }]; // see above
  return locked.rows[0]?.locked === true;
}

/** The oldest rows of a shard, at most `limit`; rows behind a dead one of their key wait, as do `heldKeys`. */
export async function findUnsent(
  client: PoolClient,
  args: { shard: number; limit: number; heldKeys: string[] },
): Promise<UnsentRow[]> {
  const result = await client.query<UnsentRow>(
    `SELECT ${sentColumns} FROM outbox
     WHERE shard BETWEEN $1 AND $1 AND sent_at IS NULL AND dead_at IS NULL AND key <> ALL ($3::text[])
       AND NOT EXISTS (
         SELECT FROM outbox AS dead
         WHERE dead.key = outbox.key AND dead.dead_at IS NOT NULL AND dead.parked_at IS NULL
           AND dead.seq < outbox.seq
       )
     ORDER BY shard, seq LIMIT $2`,
    [args.shard, args.limit, args.heldKeys],
  );
  return result.rows;
}

/** Says that the broker has acknowledged the rows. */
export async function markSent(client: PoolClient, ids: string[]): Promise<void> {
  await client.query(
    'UPDATE outbox SET sent_at = clock_timestamp(), last_error = NULL WHERE id = ANY ($1::uuid[])',
    [ids],
  );
}

/** Counts a refusal and keeps its cause; the last one allowed makes the row dead. */
export async function markRefused(
  client: PoolClient,
  args: { id: string; error: string },
): Promise<{ attempts: number; isDead: boolean }> {
  const result = await client.query<{ attempts: number; isDead: boolean }>(
    `UPDATE outbox SET attempts = attempts + 1, last_error = $2, letter_at = NULL,
       dead_at = CASE WHEN attempts + 1 >= $3 THEN clock_timestamp() END
     WHERE id = $1 RETURNING attempts, dead_at IS NOT NULL AS "isDead"`,
    [args.id, args.error.slice(0, 1000), refusalsMax],
  );
  return result.rows[0] ?? { attempts: 0, isDead: false };
}

/** Dead rows that nobody has laid down as letters, the oldest first. */
export async function findRowsWithoutLetter(pool: Pool, limit: number): Promise<DeadRow[]> {
  const result = await pool.query<DeadRow>(
    `SELECT ${sentColumns}, seq, attempts, coalesce(last_error, '') AS error,
       created_at AS "createdAt", dead_at AS "deadAt"
     FROM outbox WHERE dead_at IS NOT NULL AND parked_at IS NULL AND letter_at IS NULL
     ORDER BY seq LIMIT $1`,
    [limit],
  );
  return result.rows;
}

/** Says that dead rows have letters. */
export async function markLaidDown(pool: Pool, ids: string[]): Promise<void> {
  await pool.query(
    'UPDATE outbox SET letter_at = clock_timestamp() WHERE id = ANY ($1::uuid[]) AND dead_at IS NOT NULL',
    [ids],
  );
}

/** Says that dead rows have no letters any more: they were lost, and are laid down anew. */
export async function markLetterLost(pool: Pool, ids: string[]): Promise<void> {
  await pool.query('UPDATE outbox SET letter_at = NULL WHERE id = ANY ($1::uuid[])', [ids]);
}

/** Dead rows with letters that nobody is known to have decided on, from behind `afterSeq` on, in order. */
export async function findRowsWithLetter(
  pool: Pool,
  args: { afterSeq: string; limit: number },
): Promise<Pick<DeadRow, 'id' | 'seq'>[]> {
  const result = await pool.query<Pick<DeadRow, 'id' | 'seq'>>(
    `SELECT id, seq FROM outbox
     WHERE dead_at IS NOT NULL AND parked_at IS NULL AND letter_at IS NOT NULL AND seq > $1::bigint
     ORDER BY seq LIMIT $2`,
    [args.afterSeq, args.limit],
  );
  return result.rows;
}

/** Whether any row is dead, and nobody has decided on it. */
export async function hasDeadRows(pool: Pool): Promise<boolean> {
  const result = await pool.query<{ isThere: boolean }>(
    'SELECT EXISTS (SELECT FROM outbox WHERE dead_at IS NOT NULL AND parked_at IS NULL) AS "isThere"',
  );
  return result.rows[0]?.isThere ?? false;
}

/** Says that dead rows have been sent some other way. */
export async function settleSent(pool: Pool, ids: string[]): Promise<void> {
  await pool.query(
    'UPDATE outbox SET sent_at = clock_timestamp(), dead_at = NULL WHERE id = ANY ($1::uuid[])',
    [ids],
  );
}

/** Says that dead rows are not to be sent. */
export async function parkDead(pool: Pool, ids: string[]): Promise<void> {
  await pool.query('UPDATE outbox SET parked_at = clock_timestamp() WHERE id = ANY ($1::uuid[])', [
    ids,
  ]);
}

/** Gives rows that have been dead for so long one more attempt; gives how many. */
export async function reviveDead(pool: Pool, afterMs: number): Promise<number> {
  const result = await pool.query(
    `UPDATE outbox SET dead_at = NULL, attempts = $1
     WHERE dead_at < clock_timestamp() - $2 * interval '1 ms' AND parked_at IS NULL`,
    [refusalsMax - 1, afterMs],
  );
  return result.rowCount ?? 0;
}

/** How many rows wait to be sent and since when, and how many are dead; of either up to 10,001 are counted. */
export type OutboxMeasure = { unsent: number; oldestAgeSeconds: number; dead: number };

/** One more than anybody asks about (the alert OutboxDeep): a look costs the same however many there are. */
const countedMax = 10_001;

export async function measureOutbox(pool: Pick<Pool, 'query'>): Promise<OutboxMeasure> {
  const result = await pool.query<OutboxMeasure>(
    `SELECT
       (SELECT count(*)::int FROM (
          SELECT FROM outbox WHERE sent_at IS NULL AND dead_at IS NULL ORDER BY shard, seq LIMIT $2
        ) AS counted) AS unsent,
       (SELECT coalesce(extract(epoch FROM clock_timestamp() - min(first.created_at)), 0)::float8
        FROM generate_series(0, $1::int - 1) AS place CROSS JOIN LATERAL (
          SELECT created_at FROM outbox
          WHERE shard BETWEEN place AND place AND sent_at IS NULL AND dead_at IS NULL
          ORDER BY shard, seq LIMIT 1
        ) AS first) AS "oldestAgeSeconds",
       (SELECT count(*)::int FROM (
          SELECT FROM outbox WHERE dead_at IS NOT NULL AND parked_at IS NULL ORDER BY key, seq LIMIT $2
        ) AS counted) AS dead`,
    [shardCount, countedMax],
  );
  return result.rows[0] ?? { unsent: 0, oldestAgeSeconds: 0, dead: 0 };
}

/** Deletes rows sent longer ago than a span may be sent again from, and parked a month ago; a bounded number at a time. */
export async function pruneSent(pool: Pool): Promise<number> {
  let removed = 0;
  // Each as its partial index has it.
  for (const [condition, keptFor] of [
    ['sent_at < now() - $1::interval', keepSentFor],
    ['dead_at IS NOT NULL AND parked_at < now() - $1::interval', keepParkedFor],
  ] as const) {
    const result = await pool.query(
      `DELETE FROM outbox WHERE id IN (
         SELECT id FROM outbox WHERE ${condition} LIMIT 5000 FOR UPDATE SKIP LOCKED
       )`,
      [keptFor],
    );
    removed += result.rowCount ?? 0;
  }
  return removed;
}
