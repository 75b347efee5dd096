import type { Transaction } from '@dailyfeed/service-kit/postgres';

/** Posts and comments are kept alike. */
export type TextTable = 'posts' | 'comments';

/** What is to be known of a text; one that was deleted has no words. */
export type TextRow = {
  id: string;
  /** Of a comment. */
  postId: string | null;
  authorId: string;
  version: number;
  /** Of the event that told of it; 0 where it was read. */
  seq: number;
  createdAt: string;
  isDeleted: boolean;
  /** By moderation. */
  isHidden: boolean;
  likeCount: number;
  commentCount: number;
  /** A `tsvector`. */
  tokens: string;
};
/** A text in one generation. */
export type TextKey = { generation: number; id: string };

/** Puts texts into generations; gives which were new or newer than what is there. Each id may stand among `rows` once. */
export async function upsertTexts(
  tx: Transaction,
  args: { table: TextTable; rows: TextRow[]; generations: number[] },
): Promise<TextKey[]> {
  const { table } = args;
  const rows = args.rows.toSorted((a, b) => (a.id < b.id ? -1 : 1));
  const column = <K extends keyof TextRow>(name: K): TextRow[K][] => rows.map((row) => row[name]);
  const { rows: applied } = await tx.query<TextKey>(
    `INSERT INTO ${table} AS known (generation, id, post_id, author_id, version, seq, created_at, is_deleted, is_hidden,
       like_count, like_seq, comment_count, comment_seq, tokens)
     SELECT living.id, text.id, post_id, author_id, version, seq, created_at, is_deleted, is_hidden,
       like_count, seq, comment_count, seq, tokens::tsvector
     FROM unnest($1::int[]) AS living (id) CROSS JOIN unnest(
       $2::uuid[], $3::uuid[], $4::uuid[], $5::int[], $6::bigint[], $7::timestamptz[], $8::boolean[],
       $9::boolean[], $10::int[], $11::int[], $12::text[]
     ) AS text (id, post_id, author_id, version, seq, created_at, is_deleted, is_hidden, like_count, comment_count, tokens)
     ON CONFLICT (generation, id) DO UPDATE SET
       author_id = excluded.author_id, post_id = excluded.post_id, version = excluded.version, seq = excluded.seq,
       created_at = excluded.created_at, is_deleted = excluded.is_deleted,
       is_hidden = excluded.is_hidden, tokens = excluded.tokens,
       like_count = CASE WHEN excluded.like_seq > known.like_seq THEN excluded.like_count ELSE known.like_count END,
       like_seq = greatest(excluded.like_seq, known.like_seq),
       comment_count =
         CASE WHEN excluded.comment_seq > known.comment_seq THEN excluded.comment_count ELSE known.comment_count END,
       comment_seq = greatest(excluded.comment_seq, known.comment_seq)
     WHERE NOT known.is_deleted AND (known.version, known.seq) < (excluded.version, excluded.seq)
     RETURNING generation, id`,
    [
      args.generations,
      column('id'),
      column('postId'),
      column('authorId'),
      column('version'),
      column('seq'),
      column('createdAt'),
      column('isDeleted'),
      column('isHidden'),
      column('likeCount'),
      column('commentCount'),
      column('tokens'),
    ],
  );
  return applied;
}

export type HiddenText = { id: string; version: number; seq: number };

/** Says as of which event moderation hides texts; gives those of which nothing newer is known. */
export async function hideTexts(
  tx: Transaction,
  args: { table: TextTable; texts: HiddenText[]; generations: number[] },
): Promise<TextKey[]> {
  const { table, texts, generations } = args;
  if (texts.length === 0) return [];
  const { rows } = await tx.query<TextKey>(
    `UPDATE ${table} AS known SET version = told.version, seq = told.seq, is_hidden = true
     FROM unnest($1::uuid[], $2::int[], $3::bigint[]) AS told (id, version, seq)
     WHERE known.generation = ANY ($4::int[]) AND known.id = told.id
       AND (known.version, known.seq) < (told.version, told.seq)
     RETURNING known.generation, known.id`,
    [
      texts.map(({ id }) => id),
      texts.map(({ version }) => version),
      texts.map(({ seq }) => seq),
      generations,
    ],
  );
  return rows;
}

export type Count = { id: string; count: number; seq: number };

/** Says how much a text is liked, or how many comments it has, unless that is known more freshly. */
export async function updateCounts(
  tx: Transaction,
  args: { table: TextTable; of: 'like' | 'comment'; counts: Count[]; generations: number[] },
): Promise<void> {
  const { table, of } = args;
  if (args.counts.length === 0) return;
  const counts = args.counts.toSorted((a, b) => (a.id < b.id ? -1 : 1));
  await tx.query(
    `UPDATE ${table} SET ${of}_count = told.count, ${of}_seq = told.seq
     FROM unnest($1::uuid[], $2::int[], $3::bigint[]) AS told (id, count, seq)
     WHERE generation = ANY ($4::int[]) AND ${table}.id = told.id AND ${of}_seq < told.seq`,
    [
      counts.map(({ id }) => id),
      counts.map(({ count }) => count),
      counts.map(({ seq }) => seq),
      args.generations,
    ],
  );
}

/** Removes the comments under posts that are gone. */
export async function deleteCommentsOf(tx: Transaction, postIds: string[]): Promise<void> {
  if (postIds.length === 0) return;
  await tx.query('DELETE FROM comments WHERE post_id = ANY ($1::uuid[])', [postIds]);
}

/** Removes the texts that match, such as all of one author; gives the posts. */
export async function deleteTextsOf(tx: Transaction, query: string): Promise<TextKey[]> {
  await tx.query('DELETE FROM comments WHERE tokens @@ $1::tsquery', [query]);
  const { rows } = await tx.query<TextKey>(
    'DELETE FROM posts WHERE tokens @@ $1::tsquery RETURNING generation, id',
    [query],
  );
  return rows;
}
