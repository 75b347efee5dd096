import type { LoadJob } from './load-job.ts';
import { runLoad, toCosts, toFigures } from './load.ts';
import { readOptions } from './options.ts';
import { logInAll, type Reader } from './readers.ts';
import { report } from './report.ts';
import { startBenchSite } from './site.ts';
import { readerFollowings, readerNumbers } from './world/size.ts';

/*
 * The home feed of 20, with authors, counters and what the reader likes, through the gateway: the first time, when it
 * is built from the database, and from then on; by how many people the reader follows. Then every kind of feed.
 */

/** Every reader has read once before they are asked at a pace. */
const patience = 600;
const { members, perSecond, seconds, profile } = readOptions({ perSecond: 200, seconds: 20 });
await using site = await startBenchSite({ members, profile });

const pathOf = (procedure: string, input: object): string =>
  `/api/timeline/${procedure}?input=${encodeURIComponent(JSON.stringify(input))}`;
const home = pathOf('feed.following', { limit: 20 });
const requestsOf = (readers: Reader[], path: string): LoadJob['requests'] =>
  readers.map(({ headers }) => ({ path, headers }));

const figures: Record<string, number> = {};
const everybody: Reader[] = [];
for (const [kind, followings] of readerFollowings.entries()) {
  const readers = await logInAll(site, readerNumbers(kind));
  everybody.push(...readers);
  const what = `home, ${followings.toLocaleString('en')} followed`;
  const requests = requestsOf(readers, home);
  const first = { requests, pace: { atOnce: 1 }, count: readers.length, seconds: patience };
  Object.assign(figures, toFigures(`${what}, first time`, await runLoad(site, first)));
  const then = { requests, pace: { perSecond }, seconds };
  Object.assign(figures, toFigures(`${what}, at ${perSecond}/s`, await runLoad(site, then)));
}
const requests = requestsOf(everybody, home);
const pace = { atOnce: 16 };
const most = await runLoad(site, { requests, pace, seconds });
figures['home, 16 readers at once, requests/s'] = most.answered / most.seconds;
figures['home, 16 readers at once, ms of the load process each'] =
  (most.cpuSeconds * 1000) / most.answered;
Object.assign(figures, toCosts('home, 16 readers at once', most));

const others = {
  popular: pathOf('feed.popular', { limit: 20 }),
  'most commented in 7 d': pathOf('feed.mostCommented', { window: '7d', limit: 20 }),
  recent: pathOf('feed.recent', { limit: 20 }),
  'of a tag': pathOf('feed.tag', { tag: '일상', limit: 20 }),
};
for (const [name, path] of Object.entries(others)) {
  const load = { requests: requestsOf(everybody, path), pace: { perSecond }, seconds: seconds / 2 };
  Object.assign(figures, toFigures(`${name}, at ${perSecond}/s`, await runLoad(site, load)));
}
await report(`feed-${members}`, figures);
