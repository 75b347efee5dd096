import pg from 'pg';

import { fillContent } from './content.ts';
import { makeGraph } from './graph.ts';
import { fillMembers } from './members.ts';
import { createRandom } from './random.ts';
import { sizeOf } from './size.ts';

const dayMs = 86_400_000;
const seed = 20_261_128;

/** Fills both databases, which are empty but for their tables, and says how fast. `url` is a superuser's. */
export async function fillWorld(args: {
  urlOf: (database: 'member' | 'content') => string;
  members: number;
  /** The world's present. */
  at: Date;
}): Promise<void> {
  const startedAt = performance.now();
  const size = sizeOf(args.members);
  const random = createRandom(seed);
  const endMs = args.at.getTime();
  const span = { joinMs: endMs - 455 * dayMs, startMs: endMs - 90 * dayMs, endMs };
  const graph = makeGraph(size, random);
  const { ids, done } = await fillMembers(args.urlOf('member'), { size, graph, span, random });
  done.push(...(await fillContent(args.urlOf('content'), { size, ids, span, random })));

  console.log('        rows     rows/s  indexes s  table');
  for (const { table, rows, seconds, indexSeconds } of done) {
    const cells = [toCount(rows, 12), toCount(rows / seconds, 11), toCount(indexSeconds, 11)];
    console.log(`${cells.join('')}  ${table}`);
  }
  const seconds = (performance.now() - startedAt) / 1000;
  const rows = done.reduce((sum, each) => sum + each.rows, 0);
  console.log(
    `${toCount(rows)} rows in ${toCount(seconds)} s: ${toCount(rows / seconds)} rows/s, indexes and all`,
  );
  await checkCounters(args.urlOf('content'));
}

/** A world whose counters lie would measure something else. */
async function checkCounters(url: string): Promise<void> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  const { rows } = await client.query<{ counter: string; told: string; found: string }>(
    `SELECT 'likes' AS counter, (SELECT sum(like_count) FROM posts) AS told,
       (SELECT count(*) FROM post_likes) AS found
     UNION ALL SELECT 'comments', (SELECT sum(comment_count) FROM posts), (SELECT count(*) FROM comments)
     UNION ALL SELECT 'bookmarks', (SELECT sum(bookmark_count) FROM posts), (SELECT count(*) FROM bookmarks)
     UNION ALL SELECT 'replies', (SELECT sum(reply_count) FROM comments),
       (SELECT count(*) FROM comments WHERE parent_id IS NOT NULL)
     UNION ALL SELECT 'likes of comments', (SELECT sum(like_count) FROM comments),
       (SELECT count(*) FROM comment_likes)`,
  );
  await client.end();
  for (const { counter, told, found } of rows) {
    if (told !== found) throw new Error(`${counter}: counters say ${told}, rows are ${found}`);
  }
}

function toCount(figure: number, width = 0): string {
  return Math.round(figure).toLocaleString('en').padStart(width);
}
