import type { Transaction } from '@dailyfeed/service-kit/postgres';

import type { TextTable } from './texts.ts';

export type Candidate = { id: string; score: number };

/** A text that matches, and what it depends on who is shown it. */
export type FoundText = Candidate & {
  /** Moderation has hidden it, or the post it stands under. */
  isHidden: boolean;
  /** Who wrote it, and the post it stands under, if any. */
  authorIds: string[];
  /** Those among them who are not known to be open to everybody. */
  closedAuthorIds: string[];
};

/** Ids: from `from`, before `to`. */
export type IdSpan = { from: string; to: string };

/**
 * The newest texts that match, newest first; with `rank`, each with how well it does, how new it is at `at` and how much
 * came of it, all in one number.
 */
export async function findCandidates(
  tx: Transaction,
  args: {
    table: TextTable;
    generation: number;
    /** A `tsquery`; null matches everything. */
    query: string | null;
    span: IdSpan;
    limit: number;
    rank: { query: string; at: Date } | null;
  },
): Promise<FoundText[]> {
  const { table, rank } = args;
  // By tokens, first of all: by id, which the planner would choose for the sake of the few that are wanted, all that do
  // not match would be walked past. Without tokens, by id. What is ranked is read by id again: all that match would be
  // more than memory holds.
  const asked = args.query === null ? 'NOT MATERIALIZED' : 'MATERIALIZED';
  const { rows } = await tx.query<FoundText>(
    `WITH found AS ${asked} (
       SELECT id FROM ${table}
       WHERE generation = $1 AND NOT is_deleted AND id >= $3::uuid AND id < $4::uuid
         AND ($2::tsquery IS NULL OR tokens @@ $2::tsquery)
     )
     SELECT text.id, text.is_hidden OR coalesce(post.is_hidden, false) AS "isHidden",
       array_remove(ARRAY[text.author_id, post.author_id], NULL)::text[] AS "authorIds",
       array_remove(ARRAY[
         CASE WHEN author.is_public THEN NULL ELSE text.author_id END,
         CASE WHEN post_author.is_public THEN NULL ELSE post.author_id END
       ], NULL)::text[] AS "closedAuthorIds",
       CASE WHEN $6::tsquery IS NULL THEN 0 ELSE
       (0.1 + ts_rank(text.tokens, $6::tsquery, 1))
       * (0.1 + 1 / (1 + greatest(0, extract(epoch FROM $7::timestamptz - text.created_at)) / 604800))
       * (1 + ln(1 + text.like_count + 2 * text.comment_count)) END::float AS score
     FROM (SELECT id FROM found ORDER BY id DESC LIMIT $5) AS newest
     JOIN ${table} AS text ON text.generation = $1 AND text.id = newest.id
     LEFT JOIN members AS author ON author.generation = $1 AND author.id = text.author_id
     LEFT JOIN posts AS post ON post.generation = $1 AND post.id = text.post_id
     LEFT JOIN members AS post_author ON post_author.generation = $1 AND post_author.id = post.author_id
     ORDER BY text.id DESC`,
    [
      args.generation,
      args.query,
      args.span.from,
      args.span.to,
      args.limit,
      rank?.query ?? null,
      rank?.at ?? null,
    ],
  );
  return rows;
}

/** Those of `ids` that match still, in any order. */
export async function findMatching(
  tx: Transaction,
  args: { table: TextTable; generation: number; query: string | null; ids: string[] },
): Promise<string[]> {
  const { rows } = await tx.query<{ id: string }>(
    `SELECT id FROM ${args.table} WHERE generation = $1 AND id = ANY ($2::uuid[]) AND NOT is_deleted
       AND ($3::tsquery IS NULL OR tokens @@ $3::tsquery)`,
    [args.generation, args.ids, args.query],
  );
  return rows.map(({ id }) => id);
}
