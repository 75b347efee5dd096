import type { Pool, PoolClient } from 'pg';

import { shardCount } from './outbox.ts';

/** What a publisher needs of a row, without reading the event: it travels as it was written. */
export type UnsentRow = {
  id: string;
  key: string;
  messageKey: string;
  type: string;
  event: string;
};

/** First half of the shards' advisory locks; any number, as long as nothing else in the database locks by it. */
export const lockSpace = 1_869_968_239;
const keepSentFor = '24 hours';
/** Refusals after which a row is dead: no attempt is made again without a person. */
const refusalsMax = 10;

/** Shards that have rows to send; one index probe each. */
export async function findPendingShards(pool: Pool): Promise<number[]> {
  const result = await pool.query<{ shard: number }>(
    `SELECT shard FROM generate_series(0, $1::int - 1) AS shard
     WHERE EXISTS (SELECT FROM outbox WHERE outbox.shard = shard.shard AND sent_at IS NULL AND dead_at IS NULL)`,
    [shardCount],
  );
  return result.rows.map((row) => row.shard);
}

/** Whether the shard is this transaction's alone, to its end. */
export async function tryLockShard(client: PoolClient, shard: number): Promise<boolean> {
  const result = await client.query<{ locked: boolean }>(
    'SELECT pg_try_advisory_xact_lock($1, $2) AS locked',
    [lockSpace, shard],
  );
  return result.rows[0]?.locked === true;
}

/** The oldest rows of a shard, at most `limit`; rows behind a dead one of their key wait, as do `heldKeys`. */
export async function findUnsent(
  client: PoolClient,
  args: { shard: number; limit: number; heldKeys: string[] },
): Promise<UnsentRow[]> {
  const result = await client.query<UnsentRow>(
    `SELECT id, key, message_key AS "messageKey", event->>'type' AS type, event::text AS event
     FROM outbox
     WHERE shard = $1 AND sent_at IS NULL AND dead_at IS NULL AND key <> ALL ($3::text[])
       AND NOT EXISTS (
         SELECT FROM outbox AS dead
         WHERE dead.key = outbox.key AND dead.dead_at IS NOT NULL AND dead.seq < outbox.seq
       )
     ORDER BY seq LIMIT $2`,
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
    `UPDATE outbox SET attempts = attempts + 1, last_error = $2,
       dead_at = CASE WHEN attempts + 1 >= $3 THEN clock_timestamp() END
     WHERE id = $1 RETURNING attempts, dead_at IS NOT NULL AS "isDead"`,
    [args.id, args.error.slice(0, 1000), refusalsMax],
  );
  return result.rows[0] ?? { attempts: 0, isDead: false };
}

/** Deletes rows sent longer ago than a span may be sent again from; a bounded number at a time. */
export async function pruneSent(pool: Pool): Promise<number> {
  const result = await pool.query(
    `DELETE FROM outbox WHERE id IN (
       SELECT id FROM outbox WHERE sent_at < now() - $1::interval LIMIT 5000 FOR UPDATE SKIP LOCKED
     )`,
    [keepSentFor],
  );
  return result.rowCount ?? 0;
}
