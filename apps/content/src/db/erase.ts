import type { ContentTransaction } from '@dailyfeed/content-store/client';

/** What is older than `before`, a bounded number at a time. */
type Batch = { before: Date; limit: number };
type Count = { count: number };

/** Ids of posts that were deleted so long ago. */
export async function findDeletedPostIds(tx: ContentTransaction, batch: Batch): Promise<string[]> {
  const rows = await tx.post.findMany({
    where: { deletedAt: { lt: batch.before } },
    select: { id: true },
    orderBy: { id: 'asc' },
    take: batch.limit,
  });
  return rows.map(({ id }) => id);
}

/**
 * Gives how many it took, as all that follow. Those that nothing answers, not even something deleted, whose own time
 * would be cut short; with their reports, of which nothing else says that they hang on a comment.
 */
export async function eraseDeletedComments(tx: ContentTransaction, batch: Batch): Promise<number> {
  const [erased] = await tx.$queryRaw<Count[]>`
    WITH erased AS (
      DELETE FROM comments WHERE id IN (
        SELECT id FROM comments AS comment
        WHERE deleted_at < ${batch.before.toISOString()}::timestamptz AND reply_count = 0
          AND NOT EXISTS (
            SELECT FROM comments AS reply
            WHERE reply.post_id = comment.post_id AND reply.parent_id = comment.id)
        ORDER BY deleted_at LIMIT ${batch.limit} FOR UPDATE SKIP LOCKED)
      RETURNING id
    ), undecidable AS (
      DELETE FROM reports WHERE kind = 'comment' AND subject_id IN (SELECT id FROM erased)
    )
    SELECT count(*)::int AS count FROM erased`;
  return erased?.count ?? 0;
}

/** Of those that are answered, the words, what was found in them and the reports of them: the place stays. */
export async function blankDeletedComments(tx: ContentTransaction, batch: Batch): Promise<number> {
  const [blanked] = await tx.$queryRaw<Count[]>`
    WITH blanked AS (
      UPDATE comments SET text = '', entities = '[]', hidden_terms = '{}' WHERE id IN (
        SELECT id FROM comments
        WHERE deleted_at < ${batch.before.toISOString()}::timestamptz AND text <> ''
        ORDER BY deleted_at LIMIT ${batch.limit} FOR UPDATE SKIP LOCKED)
      RETURNING id
    ), undecidable AS (
      DELETE FROM reports WHERE kind = 'comment' AND subject_id IN (SELECT id FROM blanked)
    )
    SELECT count(*)::int AS count FROM blanked`;
  return blanked?.count ?? 0;
}

/** After this a replay would be another request; nobody sends one again for so long. */
export async function pruneIdempotencyKeys(tx: ContentTransaction, batch: Batch): Promise<number> {
  return tx.$executeRaw`
    DELETE FROM idempotency WHERE (member_id, key) IN (
      SELECT member_id, key FROM idempotency
      WHERE created_at < ${batch.before.toISOString()}::timestamptz
      LIMIT ${batch.limit} FOR UPDATE SKIP LOCKED)`;
}

export async function pruneAllowances(tx: ContentTransaction, batch: Batch): Promise<number> {
  return tx.$executeRaw`
    DELETE FROM write_allowances WHERE (member_id, kind) IN (
      SELECT member_id, kind FROM write_allowances
      WHERE window_start < ${batch.before.toISOString()}::timestamptz
      LIMIT ${batch.limit} FOR UPDATE SKIP LOCKED)`;
}

export async function pruneProcessedEvents(tx: ContentTransaction, batch: Batch): Promise<number> {
  return tx.$executeRaw`
    DELETE FROM processed_events WHERE ("group", event_id) IN (
      SELECT "group", event_id FROM processed_events
      WHERE processed_at < ${batch.before.toISOString()}::timestamptz
      LIMIT ${batch.limit} FOR UPDATE SKIP LOCKED)`;
}
