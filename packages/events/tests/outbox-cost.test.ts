import type { PoolClient } from 'pg';
import { expect, test, vi } from 'vitest';

import { findPendingShards, findUnsent, measureOutbox } from '../src/outbox-table.ts';
import { createOutbox, openPool } from './_harness.ts';

vi.setConfig({ testTimeout: 240_000 });

test('however many rows were sent, and wait, a look at them and what a relay takes of them reads as many as it gives', async () => {
  await using outbox = await createOutbox();
  for (const [count, sentAt] of [
    [60_000, new Date().toISOString()],
    [30_000, null],
  ] as const) {
    await outbox.query(
      `INSERT INTO outbox (id, shard, key, message_key, event, created_at, sent_at)
       SELECT gen_random_uuid(), row % 6, 'key ' || row, '', '{}', now(), $2::timestamptz
       FROM generate_series(1, $1::int) AS row`,
      [count, sentAt],
    );
  }
  await outbox.query('ANALYZE outbox', []);
  const pool = openPool(outbox);
  const client = await pool.connect();
  try {
    // In one transaction: between two the statistics may begin anew.
    await client.query('BEGIN');
    const measured = await readBy(client, () => measureOutbox(client));
    expect(measured.answer).toMatchObject({ unsent: 10_001, dead: 0 });
    expect(measured.rows).toBeLessThan(10_100);

    const pending = await readBy(client, () => findPendingShards(client));
    expect(pending.answer).toEqual([0, 1, 2, 3, 4, 5]);
    expect(pending.rows).toBeLessThan(100);

    const args = { shard: 3, limit: 200, heldKeys: ['key 3'] };
    const taken = await readBy(client, () => findUnsent(client, args));
    expect(taken.answer).toHaveLength(200);
    expect(taken.rows).toBeLessThan(300);
  } finally {
    client.release();
    await pool.end();
  }
});

/** How many rows of the outbox were read for an answer, whether they were given or not. */
async function readBy<T>(
  client: PoolClient,
  work: () => Promise<T>,
): Promise<{ answer: T; rows: number }> {
  const before = await countReads(client);
  const answer = await work();
  return { answer, rows: (await countReads(client)) - before };
}

/** What this connection has read and not yet told the statistics of others. */
async function countReads(client: PoolClient): Promise<number> {
  const result = await client.query<{ rows: number }>(
    `SELECT (seq_tup_read + idx_tup_fetch)::int AS rows FROM pg_stat_xact_user_tables
     WHERE relname = 'outbox'`,
  );
  return result.rows[0]?.rows ?? Number.NaN;
}
