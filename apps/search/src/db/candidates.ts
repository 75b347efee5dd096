import type { Transaction } from '@dailyfeed/service-kit/postgres';

import type { TextTable } from './texts.ts';

export type Candidate = { id: string; score: number };

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
): Promise<Candidate[]> {
  const { table, rank } = args;
  // By tokens, first of all: by id, which the planner would choose for the sake of the few that are wanted, all that do
  // not match would be walked past. Without tokens, by id.
  const asked = args.query === null ? 'NOT MATERIALIZED' : 'MATERIALIZED';
  const { rows } = await tx.query<Candidate>(
    `WITH found AS ${asked} (
       SELECT id, tokens, created_at, like_count, comment_count FROM ${table}
       WHERE generation = $1 AND NOT is_deleted AND id >= $3::uuid AND id < $4::uuid
         AND ($2::tsquery IS NULL OR tokens @@ $2::tsquery)
     )
     SELECT id, CASE WHEN $6::tsquery IS NULL THEN 0 ELSE
       (0.1 + ts_rank(tokens, $6::tsquery, 1))
       * (0.1 + 1 / (1 + greatest(0, extract(epoch FROM $7::timestamptz - created_at)) / 604800))
       * (1 + ln(1 + like_count + 2 * comment_count)) END::float AS score
     FROM (SELECT * FROM found ORDER BY id DESC LIMIT $5) AS newest`,
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
