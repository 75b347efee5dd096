import type { Transaction } from '@dailyfeed/service-kit/postgres';

import { livingGenerations } from './generation.ts';

export type MemberRow = {
  id: string;
  /** In lower case. */
  handleKey: string;
  nameKey: string;
  isPublic: boolean;
  /** A `tsvector`. */
  tokens: string;
};

/** Puts members in as they are at present: into all generations that live, or, where it has not heard of them, into one. */
export async function upsertMembers(
  tx: Transaction,
  args: { rows: MemberRow[]; generation: number | null },
): Promise<void> {
  const rows = args.rows.toSorted((a, b) => (a.id < b.id ? -1 : 1));
  // What a rebuild has read may be older than what an event made of it since.
  const onConflict =
    args.generation === null
      ? `DO UPDATE SET handle_key = excluded.handle_key, name_key = excluded.name_key, is_public = excluded.is_public,
           tokens = excluded.tokens`
      : 'DO NOTHING';
  await tx.query(
    `INSERT INTO members (generation, id, handle_key, name_key, is_public, tokens)
     SELECT living.id, member.id, handle_key, name_key, is_public, tokens::tsvector
     FROM ${livingGenerations} AS living CROSS JOIN unnest(
       $2::uuid[], $3::text[], $4::text[], $5::boolean[], $6::text[]
     ) AS member (id, handle_key, name_key, is_public, tokens)
     WHERE living.id = coalesce($1, living.id)
     ON CONFLICT (generation, id) ${onConflict}`,
    [
      args.generation,
      rows.map(({ id }) => id),
      rows.map(({ handleKey }) => handleKey),
      rows.map(({ nameKey }) => nameKey),
      rows.map(({ isPublic }) => isPublic),
      rows.map(({ tokens }) => tokens),
    ],
  );
}

/** In all generations that live. */
export async function deleteMembers(tx: Transaction, ids: string[]): Promise<void> {
  if (ids.length === 0) return;
  await tx.query(
    `DELETE FROM members WHERE generation IN ${livingGenerations} AND id = ANY ($1::uuid[])`,
    [ids],
  );
}

/** Whose handles these are, in lower case; unknown ones are left out. */
export async function findIdsByHandle(
  tx: Transaction,
  args: { generation: number; handleKeys: string[] },
): Promise<string[]> {
  const { rows } = await tx.query<{ id: string }>(
    'SELECT id FROM members WHERE generation = $1 AND handle_key = ANY ($2)',
    [args.generation, args.handleKeys],
  );
  return rows.map((row) => row.id);
}

export type FoundMemberRow = { id: string; rank: number };

/** More that begin alike are not looked at. */
const foundMax = 2000;

/**
 * Members that match: whose handle it is, then those whose handle or name begins so, then the rest, each by id. `after`
 * is the place to go on from.
 */
export async function findMembers(
  tx: Transaction,
  args: {
    generation: number;
    query: string;
    /** As handles and names are compared. */
    beginning: string;
    after: FoundMemberRow | null;
    limit: number;
  },
): Promise<FoundMemberRow[]> {
  const { after } = args;
  const { rows } = await tx.query<FoundMemberRow>(
    `SELECT id, rank FROM (
       SELECT id, CASE
         WHEN handle_key = $3 OR name_key = $3 THEN 3
         WHEN starts_with(handle_key, $3) THEN 2
         WHEN starts_with(name_key, $3) THEN 1
         ELSE 0 END AS rank
       FROM members WHERE generation = $1 AND tokens @@ $2::tsquery LIMIT ${foundMax}
     ) AS found
     WHERE $4::int IS NULL OR rank < $4 OR (rank = $4 AND id > $5::uuid)
     ORDER BY rank DESC, id LIMIT $6`,
    [
      args.generation,
      args.query,
      args.beginning,
      after?.rank ?? null,
      after?.id ?? null,
      args.limit,
    ],
  );
  return rows;
}
