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

/** Where a deleted comment is, in the order in which they were deleted. */
type DeletedPlace = { deletedAt: Date; id: string };
/** Before all of them. */
export const firstDeleted: DeletedPlace = {
  deletedAt: new Date(0),
  id: '00000000-0000-0000-0000-000000000000',
};

/** Comments that were deleted so long ago, answered or not, behind the place `after`. */
export async function findDeletedComments(
  tx: ContentTransaction,
  { before, after, limit }: Batch & { after: DeletedPlace },
): Promise<DeletedPlace[]> {
  return tx.$queryRaw<DeletedPlace[]>`
    SELECT id, deleted_at AS "deletedAt" FROM comments
    WHERE deleted_at < ${before.toISOString()}::timestamptz
      AND (deleted_at, id) > (${after.deletedAt.toISOString()}::timestamptz, ${after.id}::uuid)
    ORDER BY deleted_at, id LIMIT ${limit}`;
}

/**
 * Of some comments, erases those that were deleted so long ago and that nothing answers, not even something deleted,
 * whose own time would be cut short; with the reports of them and what was noted of them, of which nothing else says
 * that they hang on a comment. Gives how many it took, and what those answered, which may be next.
 */
export async function eraseDeletedComments(
  tx: ContentTransaction,
  { ids, before }: { ids: string[]; before: Date },
): Promise<{ count: number; parentIds: string[] }> {
  const erased = await tx.$queryRaw<{ parentId: string | null }[]>`
    WITH erased AS (
      DELETE FROM comments WHERE id IN (
        SELECT id FROM comments AS comment
        WHERE id = ANY(${ids}::uuid[]) AND deleted_at < ${before.toISOString()}::timestamptz
          AND reply_count = 0
          AND NOT EXISTS (
            SELECT FROM comments AS reply
            WHERE reply.post_id = comment.post_id AND reply.parent_id = comment.id)
        FOR UPDATE SKIP LOCKED)
      RETURNING id, parent_id
    ), undecidable AS (
      DELETE FROM reports WHERE kind = 'comment' AND subject_id IN (SELECT id FROM erased)
    ), unsaid AS (
      UPDATE moderation_actions SET note = ''
      WHERE kind = 'comment' AND subject_id IN (SELECT id FROM erased) AND note <> ''
    )
    SELECT parent_id AS "parentId" FROM erased`;
  const parentIds = erased.flatMap(({ parentId }) => parentId ?? []);
  return { count: erased.length, parentIds: [...new Set(parentIds)] };
}

/**
 * Gives how many it took, as all that follow. Of those that are answered, the words, what was found in them, the reports
 * of them and what was noted of them: the place stays.
 */
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
    ), unsaid AS (
      UPDATE moderation_actions SET note = ''
      WHERE kind = 'comment' AND subject_id IN (SELECT id FROM blanked) AND note <> ''
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
