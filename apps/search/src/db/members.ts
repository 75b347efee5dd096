import type { Transaction } from '@dailyfeed/service-kit/postgres';

import type { Candidate } from './candidates.ts';

export type MemberRow = {
  id: string;
  /** In lower case. */
  handleKey: string;
  nameKey: string;
  isPublic: boolean;
  followerCount: number;
  /** A `tsvector`. */
  tokens: string;
};

/** Puts members into generations as they are at present, or, as they were when they were read, where none has heard of them. */
export async function upsertMembers(
  tx: Transaction,
  args: { rows: MemberRow[]; generations: number[]; as: 'told' | 'read' },
): Promise<void> {
  const rows = args.rows.toSorted((a, b) => (a.id < b.id ? -1 : 1));
  // What a rebuild has read may be older than what an event made of it since.
  const onConflict =
    args.as === 'told'
      ? `DO UPDATE SET handle_key = excluded.handle_key, name_key = excluded.name_key, is_public = excluded.is_public,
           follower_count = excluded.follower_count, tokens = excluded.tokens`
      : 'DO NOTHING';
  await tx.query(
    `INSERT INTO members (generation, id, handle_key, name_key, is_public, follower_count, tokens)
     SELECT living.id, member.id, handle_key, name_key, is_public, follower_count, tokens::tsvector
     FROM unnest($1::int[]) AS living (id) CROSS JOIN unnest(
       $2::uuid[], $3::text[], $4::text[], $5::boolean[], $6::int[], $7::text[]
     ) AS member (id, handle_key, name_key, is_public, follower_count, tokens)
     ON CONFLICT (generation, id) ${onConflict}`,
    [
      args.generations,
      rows.map(({ id }) => id),
      rows.map(({ handleKey }) => handleKey),
      rows.map(({ nameKey }) => nameKey),
      rows.map(({ isPublic }) => isPublic),
      rows.map(({ followerCount }) => followerCount),
      rows.map(({ tokens }) => tokens),
    ],
  );
}

export type FollowerCount = { id: string; followerCount: number };

/** Says by how many members are followed; who is not there is passed over. */
export async function updateFollowerCounts(
  tx: Transaction,
  { members, generations }: { members: FollowerCount[]; generations: number[] },
): Promise<void> {
  if (members.length === 0) return;
  await tx.query(
    `UPDATE members SET follower_count = told.count FROM unnest($1::uuid[], $2::int[]) AS told (id, count)
     WHERE generation = ANY ($3::int[]) AND members.id = told.id`,
    [members.map(({ id }) => id), members.map(({ followerCount }) => followerCount), generations],
  );
}

/** From all generations, unless one is given. */
export async function deleteMembers(
  tx: Transaction,
  ids: string[],
  generation: number | null = null,
): Promise<void> {
  if (ids.length === 0) return;
  await tx.query(
    'DELETE FROM members WHERE id = ANY ($1::uuid[]) AND generation = coalesce($2, generation)',
    [ids, generation],
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

/** More that match are looked at only where many follow them, or what was asked is their whole name or handle. */
const foundMax = 5000;
/** So many of those whom most follow are looked at where more match than that. */
const followedMax = 10_000;
/** And so many of those whose whole name it is. */
const namesakesMax = 1000;

/**
 * Members that match, the best first: whose name or handle it is, then those whose handle, or else name, begins so or
 * has it, then those whose bio has it. Among each, a hundred times the followers weigh as much as one step of these.
 */
export async function findMembers(
  tx: Transaction,
  args: {
    generation: number;
    query: string;
    /** What of it handles and names match. */
    nameQuery: string;
    /** As it would begin a handle, null where it begins none, and as names are compared. */
    handle: string | null;
    beginning: string;
    limit: number;
  },
): Promise<Candidate[]> {
  const { rows } = await tx.query<Candidate>(
    `WITH found AS MATERIALIZED (${matchingOf('members')} LIMIT ${foundMax})
     SELECT id, score FROM (
       SELECT id, score FROM found
       UNION (${matchingOf('members')} AND handle_key = $6)
       UNION (${matchingOf('members')} AND name_key = $4 ORDER BY follower_count DESC LIMIT ${namesakesMax})
       UNION (${matchingOf(`(
         SELECT * FROM members WHERE generation = $1 AND (SELECT count(*) FROM found) = ${foundMax}
         ORDER BY follower_count DESC LIMIT ${followedMax}
       )`)})
     ) AS looked_at
     ORDER BY score DESC, id DESC LIMIT $5`,
    [args.generation, args.query, args.nameQuery, args.beginning, args.limit, args.handle],
  );
  return rows;
}

/** Of some members those that match, by the parameters of `findMembers`. */
function matchingOf(members: string): string {
  return `SELECT id, (log(1 + follower_count) / 2 + CASE
    WHEN handle_key = $6 OR name_key = $4 THEN 20
    WHEN NOT tokens @@ $3::tsquery THEN -20
    WHEN starts_with(handle_key, $6) THEN 2
    WHEN starts_with(name_key, $4) THEN 1
    ELSE 0 END)::float AS score
    FROM ${members} AS member WHERE generation = $1 AND tokens @@ $2::tsquery`;
}
