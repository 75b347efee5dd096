import { randomUUID } from 'node:crypto';

import { sumOf } from './figures.ts';
import type { LoadJob } from './load-job.ts';
import { type Measured, runLoad, toCosts } from './load.ts';
import { readOptions } from './options.ts';
import { query } from './people.ts';
import { logInAll, type Reader } from './readers.ts';
import { report } from './report.ts';
import { startBenchSite } from './site.ts';
import { readerNumbers } from './world/size.ts';

/*
 * How many daily members this machine serves: 50 reads to a write through the gateway, by readers who follow nobody,
 * few, many or very many, faster and faster until pages are late. Texts are Korean and English, follows a power law.
 */

/** A page that takes longer is late; so is a site where more than one in a thousand fails. */
const lateMs = 300;
const failedShare = 0.001;
const growth = 1.2;
/** What a member asks for in a day, and how much of a day its busiest hour is. */
const requestsPerDay = 204;
const busiestHour = 0.1;
/** How many readers there are who follow 0, 10, 200 and 1,000 others. */
const readersByKind = [40, 120, 60, 4];
const turns = 400;

const { members, perSecond, seconds, profile } = readOptions({ perSecond: 60, seconds: 15 });
/** So that the limit of what one member may write is not what is measured: a few write for all. */
const limits = ['POSTS', 'COMMENTS', 'LIKES'].map((what) => [`${what}_PER_HOUR`, '1000000']);
await using site = await startBenchSite({
  members,
  profile,
  env: { content: Object.fromEntries(limits) },
});
const posts = await query<{ id: string; author_id: string }>(
  site.databaseUrl('content'),
  'SELECT id, author_id FROM posts WHERE deleted_at IS NULL ORDER BY id DESC LIMIT 2000',
);
const readers: Reader[] = [];
for (const [kind, count] of readersByKind.entries()) {
  readers.push(...(await logInAll(site, readerNumbers(kind).slice(0, count))));
}

type Request = LoadJob['requests'][number];
const ask = (procedure: string, input: object): Pick<Request, 'path'> => ({
  path: `/api/${procedure}?input=${encodeURIComponent(JSON.stringify(input))}`,
});
const tell = (procedure: string, input: object): Pick<Request, 'path' | 'body'> => ({
  path: `/api/${procedure}`,
  body: JSON.stringify(input),
});
const page = { limit: 20 };
/** The fifty reads between two writes. */
function readsOf(postId: string, authorId: string): Pick<Request, 'path'>[] {
  const home = ask('timeline/feed.following', page);
  const head = ask('timeline/feed.head', { since: postId });
  const opened = [
    ask('timeline/post.byId', { id: postId }),
    ask('timeline/post.comments', { postId, limit: 20 }),
  ];
  const others = [
    ask('timeline/feed.popular', page),
    ask('timeline/feed.recent', page),
    ask('timeline/feed.tag', { ...page, tag: '일상' }),
    ask('timeline/feed.byAuthor', { ...page, authorId }),
    ask('member/profile.byId', { memberId: authorId }),
  ];
  const unread = ask('activity/notification.unread', {});
  return [
    ...Array.from({ length: 5 }, () => [home, home, head, unread, ...opened, home]).flat(),
    ...Array.from({ length: 3 }, () => others).flat(),
  ];
}

/** Six likes, three comments and a post in ten. */
function writeOf(turn: number, postId: string): Pick<Request, 'path' | 'body'> {
  const text = turn % 2 === 0 ? '강바람이 목덜미로 들어온다 #산책' : 'First snow of the year #walk';
  const written = { text, idempotencyKey: '{uuid}' };
  if (turn % 10 < 6) return tell('content/post.like', { id: postId });
  if (turn % 10 < 9) return tell('content/comment.create', { ...written, postId, parentId: null });
  return tell('content/post.create', written);
}

const requests = Array.from({ length: turns }, (_, turn): Request[] => {
  // The newer, the more often it is opened.
  const index = Math.floor((turn / turns) ** 3 * posts.length);
  const { id, author_id } = posts[index] ?? { id: randomUUID(), author_id: randomUUID() };
  return [...readsOf(id, author_id), writeOf(turn, id)].map((request, place) => {
    const { headers } = readers[(turn * 7 + place) % readers.length] ?? { headers: {} };
    const type = 'body' in request && { 'content-type': 'application/json' };
    return { ...request, headers: { ...headers, ...type } };
  });
}).flat();

let served: { rate: number; measured: Measured } | undefined;
// The first round is for connections and compilers.
await runLoad(site, { requests, pace: { perSecond }, seconds });
for (let rate = perSecond; ; rate *= growth) {
  const measured = await runLoad(site, { requests, pace: { perSecond: rate }, seconds });
  const failures = sumOf(measured.failed);
  const isLate = measured.p95 > lateMs || failures > failedShare * measured.answered;
  console.log(
    `${rate.toFixed(0)}/s: p50 ${measured.p50.toFixed(0)} ms, p95 ${measured.p95.toFixed(0)} ms, ` +
      `failed ${JSON.stringify(measured.failed)}${isLate ? ': late' : ''}`,
  );
  if (isLate) break;
  served = { rate, measured };
}
if (!served) throw new Error(`Late already at ${perSecond}/s; begin with --per-second 10`);
const { rate, measured } = served;
const daily = (rate * 3600) / (requestsPerDay * busiestHour);
console.log(
  `This machine: ${daily.toLocaleString('en', { maximumFractionDigits: 0 })} daily members ` +
    `at p95 ${measured.p95.toFixed(0)} ms`,
);
await report(`capacity-${members}`, {
  'daily members': daily,
  'requests/s': rate,
  'ms, p50': measured.p50,
  'ms, p95': measured.p95,
  'ms, p99': measured.p99,
  ...toCosts('a request', measured),
});
