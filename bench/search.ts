import { setTimeout as delay } from 'node:timers/promises';

import { indexVersion } from '@dailyfeed/search/testing';
import pg from 'pg';

import type { LoadJob } from './load-job.ts';
import { runLoad, toCosts, toFigures } from './load.ts';
import { readOptions } from './options.ts';
import { logInAll } from './readers.ts';
import { report } from './report.ts';
import { measureFreshness } from './search/freshness.ts';
import { type BenchSite, startBenchSite } from './site.ts';
import { readerNumbers } from './world/size.ts';

/*
 * Searches through the gateway, by what is asked: words that many posts have, or few, or one; two letters, one, a
 * phrase, operators. First the index is built, unless it is there, which is a figure of its own; and how soon what is
 * written is found, and what is deleted gone.
 */

const { members, perSecond, seconds } = readOptions({ perSecond: 20, seconds: 10 });
/** So that the limit of what one member may write is not what is measured. */
const unlimited = { content: { POSTS_PER_HOUR: '1000000' } };
await using site = await startBenchSite({ members, env: unlimited, search: 'runs' });
const figures: Record<string, number> = {};

Object.assign(figures, await waitForIndex(site));

const freshPosts = 50;
const queries = {
  'a frequent word': ['오늘', '그래서', 'today', 'coffee'],
  'a seldom word': ['도서관', '자전거', 'library', 'bicycle'],
  'no match': ['없는낱말일까', 'xylophonist'],
  'one letter': ['책', '집', '비'],
  'several words': ['오늘 커피', 'coffee morning', '산책 날씨'],
  'a phrase': ['"오늘은 날씨가"', '"in the morning"'],
  'a tag': ['#일상', '#daily'],
  'one author': ['from:bench_900', 'from:bench_5000 오늘'],
  'without a word': ['오늘 -커피', 'coffee -morning'],
  'days alone': [`before:${daysAgo(30)}`],
};

const readers = await logInAll(site, readerNumbers(1).slice(0, 20));
const [writer] = readers;
if (!writer) throw new Error('nobody has logged in');
Object.assign(figures, await measureFreshness(site, { writer, readers, posts: freshPosts }));

const requestsOf = (procedure: string, inputs: object[]): LoadJob['requests'] =>
  readers.flatMap(({ headers }) =>
    inputs.map((input) => ({
      path: `/api/search/${procedure}?input=${encodeURIComponent(JSON.stringify(input))}`,
      headers,
    })),
  );
const measure = async (what: string, requests: LoadJob['requests']): Promise<void> => {
  const load = { requests, pace: { perSecond }, seconds };
  const measured = await runLoad(site, load);
  const {
    [`${what}, processor ms of search`]: search,
    [`${what}, processor ms of postgres`]: postgres,
  } = toCosts(what, measured);
  Object.assign(figures, toFigures(what, measured));
  figures[`${what}, processor ms of search and PostgreSQL`] = (search ?? 0) + (postgres ?? 0);
};

for (const [kind, texts] of Object.entries(queries)) {
  const inputs = texts.map((query) => ({ query, limit: 20 }));
  await measure(`${kind}, best`, requestsOf('search.posts', inputs));
}
const frequent = queries['a frequent word'];
const newest = frequent.map((query) => ({ query, limit: 20, sort: 'newest' }));
await measure('a frequent word, newest', requestsOf('search.posts', newest));
const comments = frequent.map((query) => ({ query, limit: 20 }));
await measure('a frequent word, comments', requestsOf('search.comments', comments));
const typed = ['b', 'be', 'bench_9', 'ㄱ', '김', '일', 'ㅇㅅ'].map((prefix) => ({ prefix }));
await measure('suggestions', requestsOf('search.suggest', typed));
const people = ['bench_77', '김', 'kim'].map((query) => ({ query }));
await measure('members', requestsOf('search.members', people));
await measure('trends', requestsOf('search.trends', [{}]));
await report(`search-${members}`, figures);

function daysAgo(days: number): string {
  return new Date(Date.now() - days * 86_400_000).toISOString().slice(0, 10);
}

/** The service begins to build what it has never built, or built by earlier rules. */
async function waitForIndex(of: BenchSite): Promise<Record<string, number>> {
  const client = new pg.Client({ connectionString: of.databaseUrl('search') });
  await client.connect();
  const startedAt = performance.now();
  try {
    let isNew = false;
    for (;;) {
      const { rowCount } = await client.query(
        `SELECT FROM generations WHERE state = 'serving' AND phase = 'done' AND version = $1`,
        [indexVersion],
      );
      if (rowCount === 1) break;
      isNew = true;
      await delay(1000);
    }
    if (!isNew) return {};
    const seconds = (performance.now() - startedAt) / 1000;
    const { rows } = await client.query<{ texts: number; bytes: string }>(
      `SELECT (SELECT count(*)::int FROM posts WHERE generation = generations.id)
         + (SELECT count(*)::int FROM comments WHERE generation = generations.id) AS texts,
         pg_database_size(current_database()) AS bytes
       FROM generations WHERE state = 'serving'`,
    );
    const { texts = 0, bytes = '0' } = rows[0] ?? {};
    return {
      'index, seconds': seconds,
      'index, posts and comments/s': texts / seconds,
      'index, MB': Number(bytes) / 1024 ** 2,
    };
  } finally {
    await client.end();
  }
}
