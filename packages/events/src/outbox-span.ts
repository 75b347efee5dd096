import { setTimeout as delay } from 'node:timers/promises';

import type { Pool } from 'pg';

/** When rows were sent, `to` excluded. */
export type SentSpan = { from: Date; to: Date };

/** What a relay sends in a fraction of a second: what is written meanwhile waits no longer. */
const batchRows = 1000;
/** Rows that are held back by a dead one, or by brokers that are away, are not waited for. */
const batchWaitMs = 10_000;
const lookMs = 100;

/** How many rows were sent within a span. */
export async function countSpan(pool: Pool, span: SentSpan): Promise<number> {
  const result = await pool.query<{ count: number }>(
    'SELECT count(*)::int AS count FROM outbox WHERE sent_at >= $1 AND sent_at < $2',
    [span.from, span.to],
  );
  return result.rows[0]?.count ?? 0;
}

/**
 * Has rows that were sent within a span sent again; gives how many. In the order they were written, so that what a
 * relay sends of a key stays in order, and a batch at a time: a relay sends the oldest rows first, and what is written
 * meanwhile would wait for all of them.
 */
export async function resendSpan(
  pool: Pool,
  span: SentSpan,
  limit: number = batchRows,
): Promise<number> {
  let count = 0;
  let place = await findEnds(pool, span);
  while (place) {
    const batch = await resendBatch(pool, { span, place, limit });
    count += batch.count;
    if (batch.lastSeq === null || batch.count < limit) return count;
    await untilSent(pool, { afterSeq: place.afterSeq, lastSeq: batch.lastSeq });
    place = { ...place, afterSeq: batch.lastSeq };
  }
  return count;
}

/** Numbers of rows, decimal: all later ones than `afterSeq`, up to `lastSeq`. */
type Place = { afterSeq: string; lastSeq: string };

/** Where the rows of a span are; what is sent while they are sent again is none of them. */
async function findEnds(pool: Pool, span: SentSpan): Promise<Place | undefined> {
  const result = await pool.query<{ afterSeq: string | null; lastSeq: string | null }>(
    `SELECT min(seq) - 1 AS "afterSeq", max(seq) AS "lastSeq"
     FROM outbox WHERE sent_at >= $1 AND sent_at < $2`,
    [span.from, span.to],
  );
  const { afterSeq = null, lastSeq = null } = result.rows[0] ?? {};
  return afterSeq === null || lastSeq === null ? undefined : { afterSeq, lastSeq };
}

async function resendBatch(
  pool: Pool,
  args: { span: SentSpan; place: Place; limit: number },
): Promise<{ count: number; lastSeq: string | null }> {
  const { span, place, limit } = args;
  const result = await pool.query<{ count: number; lastSeq: string | null }>(
    `WITH batch AS (
       UPDATE outbox SET sent_at = NULL, attempts = 0
       WHERE seq IN (
         SELECT seq FROM outbox
         WHERE seq > $1::bigint AND seq <= $2::bigint AND sent_at >= $3 AND sent_at < $4
         ORDER BY seq LIMIT $5
       )
       RETURNING seq
     )
     SELECT count(*)::int AS count, max(seq) AS "lastSeq" FROM batch`,
    [place.afterSeq, place.lastSeq, span.from, span.to, limit],
  );
  return result.rows[0] ?? { count: 0, lastSeq: null };
}

/** Waits until a relay has sent the rows of a batch, but not for ever. */
async function untilSent(pool: Pool, { afterSeq, lastSeq }: Place): Promise<void> {
  const until = performance.now() + batchWaitMs;
  while (performance.now() < until) {
    const result = await pool.query(
      `SELECT FROM outbox
       WHERE seq > $1::bigint AND seq <= $2::bigint AND sent_at IS NULL AND dead_at IS NULL LIMIT 1`,
      [afterSeq, lastSeq],
    );
    if (result.rows.length === 0) return;
    await delay(lookMs);
  }
}
