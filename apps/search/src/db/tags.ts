import type { Transaction } from '@dailyfeed/service-kit/postgres';

import type { Candidate } from './candidates.ts';
import type { TextKey } from './texts.ts';

export type PostTag = TextKey & { tag: string; authorId: string; createdAt: string };

/**
 * Replaces the tags of posts. `tokens` has a `tsvector` for each tag that is used, for those that were not there before.
 */
export async function replaceTags(
  tx: Transaction,
  args: { posts: TextKey[]; tags: PostTag[]; tokens: ReadonlyMap<string, string> },
): Promise<void> {
  if (args.posts.length === 0) return;
  const { rows: removed } = await tx.query<{ generation: number; tag: string }>(
    `DELETE FROM post_tags USING unnest($1::int[], $2::uuid[]) AS gone (generation, id)
     WHERE post_tags.generation = gone.generation AND post_id = gone.id
     RETURNING post_tags.generation, tag`,
    [args.posts.map((post) => post.generation), args.posts.map((post) => post.id)],
  );
  const { rows: added } = await tx.query<{ generation: number; tag: string }>(
    `INSERT INTO post_tags (generation, tag, post_id, author_id, created_at)
     SELECT * FROM unnest($1::int[], $2::text[], $3::uuid[], $4::uuid[], $5::timestamptz[])
     ON CONFLICT DO NOTHING RETURNING generation, tag`,
    [
      args.tags.map((row) => row.generation),
      args.tags.map((row) => row.tag),
      args.tags.map((row) => row.id),
      args.tags.map((row) => row.authorId),
      args.tags.map((row) => row.createdAt),
    ],
  );
  await addUses(tx, toDeltas(removed, added), args.tokens);
}

type Delta = { generation: number; tag: string; delta: number };

function toDeltas(
  removed: { generation: number; tag: string }[],
  added: { generation: number; tag: string }[],
): Delta[] {
  const deltas = new Map<string, Delta>();
  const count = (row: { generation: number; tag: string }, step: number): void => {
    const key = `${row.generation} ${row.tag}`;
    const known = deltas.get(key) ?? { ...row, delta: 0 };
    deltas.set(key, { ...known, delta: known.delta + step });
  };
  for (const row of removed) count(row, -1);
  for (const row of added) count(row, 1);
  return [...deltas.values()].filter(({ delta }) => delta !== 0);
}

/** In one order for everybody, so that two who count the same tags do not wait for each other in a circle. */
async function addUses(
  tx: Transaction,
  deltas: Delta[],
  tokens: ReadonlyMap<string, string>,
): Promise<void> {
  if (deltas.length === 0) return;
  await tx.query(
    `INSERT INTO tags AS known (generation, tag, use_count, tokens)
     SELECT generation, tag, delta, tokens::tsvector
     FROM unnest($1::int[], $2::text[], $3::int[], $4::text[]) AS used (generation, tag, delta, tokens)
     ORDER BY generation, tag
     ON CONFLICT (generation, tag) DO UPDATE SET use_count = known.use_count + excluded.use_count`,
    [
      deltas.map(({ generation }) => generation),
      deltas.map(({ tag }) => tag),
      deltas.map(({ delta }) => delta),
      deltas.map(({ tag }) => tokens.get(tag) ?? ''),
    ],
  );
}

/** More that match are looked at only where they are used much; the tag that was typed is found however many there are. */
const foundMax = 5000;
/** So many of those that are used most are looked at where more match than that. */
const usedMax = 10_000;
/** More posts of a tag are not looked at, and a count beyond the other is not told apart. */
const usesMax = 5000;
const postCountMax = 1000;

/**
 * Tags that match, the one that was typed first, then those that are used most; but for those of which no post is of who
 * shows themself to everybody.
 */
export async function findTags(
  tx: Transaction,
  args: {
    generation: number;
    query: string;
    /** What was typed, as a whole tag; null where it is none. */
    tag: string | null;
    limit: number;
  },
): Promise<Candidate[]> {
  const { rows } = await tx.query<Candidate>(
    `WITH found AS MATERIALIZED (${matchingOf('tags')} LIMIT ${foundMax})
     SELECT id, score FROM (
       SELECT id, score FROM (
         SELECT id, score FROM found
         UNION (${matchingOf('tags')} AND tag = $3)
         UNION (${matchingOf(`(
           SELECT * FROM tags WHERE generation = $1 AND (SELECT count(*) FROM found) = ${foundMax}
           ORDER BY use_count DESC LIMIT ${usedMax}
         )`)})
       ) AS looked_at
       ORDER BY score DESC, id DESC
     ) AS used CROSS JOIN LATERAL (${openUsesOf('used.id')} LIMIT 1) AS open
     ORDER BY score DESC, id DESC LIMIT $4`,
    [args.generation, args.query, args.tag, args.limit],
  );
  return rows;
}

/** How many posts of those who show themselves to everybody have a tag; one without any is left out. */
export async function findPostCounts(
  tx: Transaction,
  { generation, tags }: { generation: number; tags: string[] },
): Promise<Map<string, number>> {
  const { rows } = await tx.query<{ tag: string; postCount: number }>(
    `SELECT tag, open.post_count AS "postCount"
     FROM unnest($2::text[]) AS asked (tag) CROSS JOIN LATERAL (
       SELECT count(*)::int AS post_count FROM (${openUsesOf('asked.tag')} LIMIT ${postCountMax}) AS counted
     ) AS open WHERE open.post_count > 0`,
    [generation, tags],
  );
  return new Map(rows.map(({ tag, postCount }) => [tag, postCount]));
}

/** Of some tags those that match, by the parameters of `findTags`. */
function matchingOf(tags: string): string {
  return `SELECT tag AS id, (use_count + CASE WHEN tag = $3 THEN 1e9 ELSE 0 END)::float AS score
    FROM ${tags} AS known WHERE generation = $1 AND tokens @@ $2::tsquery AND use_count > 0`;
}

function openUsesOf(tag: string): string {
  return `SELECT FROM (
      SELECT author_id FROM post_tags WHERE generation = $1 AND tag = ${tag} LIMIT ${usesMax}
    ) AS looked_at
    JOIN members ON members.generation = $1 AND members.id = author_id AND is_public`;
}

export type TrendRow = {
  tag: string;
  postCount: number;
  authorCount: number;
  /** Of a day, in the days before. */
  usualCount: number;
};

/** Use of tags within a day, by those who show themselves to everybody, against the same in the `usualDays` before it. */
export async function findTagUse(
  tx: Transaction,
  args: { generation: number; at: Date; usualDays: number; authorsMin: number; limit: number },
): Promise<TrendRow[]> {
  const { rows } = await tx.query<TrendRow>(
    `SELECT tag,
       count(*) FILTER (WHERE created_at >= $2::timestamptz - interval '1 day')::int AS "postCount",
       count(DISTINCT author_id) FILTER (WHERE created_at >= $2::timestamptz - interval '1 day')::int AS "authorCount",
       count(*) FILTER (WHERE created_at < $2::timestamptz - interval '1 day')::float / $3 AS "usualCount"
     FROM post_tags JOIN members ON members.generation = $1 AND members.id = author_id AND is_public
     WHERE post_tags.generation = $1 AND created_at >= $2::timestamptz - ($3 + 1) * interval '1 day'
     GROUP BY tag
     HAVING count(DISTINCT author_id) FILTER (WHERE created_at >= $2::timestamptz - interval '1 day') >= $4
     ORDER BY 3 DESC LIMIT $5`,
    [args.generation, args.at, args.usualDays, args.authorsMin, args.limit],
  );
  return rows;
}
