import { buildWeb } from '@dailyfeed/scripts/build';
import { startBrowser } from '@dailyfeed/tests/chromium';
import type { Browser, BrowserContext } from 'playwright-core';
import * as z from 'zod';

import { percentile } from './figures.ts';
import { readOptions } from './options.ts';
import { query } from './people.ts';
import { report } from './report.ts';
import { type BenchSite, startBenchSite } from './site.ts';
import { emailOf, password, readerNumbers } from './world/size.ts';

/*
 * What a person with a telephone notices: how soon a page is there, whether it moves under the finger, how long its
 * scripts keep the telephone busy, how soon a tap shows; and how evenly a thousand posts scroll. The telephone is a
 * Chromium whose processor is four times and whose line as slow as Lighthouse takes them for a telephone; it scrolls at
 * the full speed of the machine.
 */

const telephone = { viewport: { width: 390, height: 844 }, hasTouch: true, isMobile: true };
const slowdown = 4;
/** Lighthouse's slow 4G: bytes a second either way. */
const line = {
  offline: false,
  latency: 150,
  downloadThroughput: 1_638_400 / 8,
  uploadThroughput: 768_000 / 8,
};
/** For what a page does after it has been loaded, at the pace of the telephone. */
const settleMs = 4000;
const visits = 5;
const postsPerPage = 20;
const scrolledPosts = 1000;
const patienceMs = 60_000;
/** Between two strokes of a finger. */
const stepMs = 60;

/** Runs in the page, from its beginning; `seen()` then tells. */
const observe = `
  const found = { lcp: 0, cls: 0, busy: 0, tap: 0 };
  const watch = (type, note, options) =>
    new PerformanceObserver((list) => list.getEntries().forEach(note)).observe({ type, buffered: true, ...options });
  watch('largest-contentful-paint', (entry) => { found.lcp = entry.startTime; });
  watch('layout-shift', (entry) => { if (!entry.hadRecentInput) found.cls += entry.value; });
  watch('longtask', (entry) => { found.busy += entry.duration - 50; });
  watch('event', (entry) => { if (entry.interactionId) found.tap = Math.max(found.tap, entry.duration); }, { durationThreshold: 16 });
  window.seen = async () => {
    await new Promise((resolve) => setTimeout(resolve, 1500));
    const came = [...performance.getEntriesByType('navigation'), ...performance.getEntriesByType('resource')];
    return {
      'largest picture or text, ms': found.lcp,
      'moved (CLS × 1,000)': 1000 * found.cls,
      'scripts keep it busy (TBT), ms': found.busy,
      'from tap to change, ms': found.tap,
      'KB that came': came.reduce((sum, entry) => sum + entry.transferSize, 0) / 1000,
    };
  };
`;

/** Runs in the page: 3,000 pixels a second for ten seconds, and how long each frame took. */
const scrollUp = `(async () => {
  const frames = [];
  const startedAt = performance.now();
  for (let last = startedAt; last - startedAt < 10_000;) {
    const now = await new Promise((resolve) => requestAnimationFrame(resolve));
    frames.push(now - last);
    window.scrollBy({ top: -3 * (now - last), behavior: 'instant' });
    last = now;
  }
  return { frames: frames.slice(1) };
})()`;

const Visit = z.object({
  'largest picture or text, ms': z.number(),
  'moved (CLS × 1,000)': z.number(),
  'scripts keep it busy (TBT), ms': z.number(),
  'from tap to change, ms': z.number(),
  'KB that came': z.number(),
});
type Visit = z.infer<typeof Visit>;

const { members, profile } = readOptions({ perSecond: 1, seconds: 1 });
await buildWeb(new AbortController().signal);
await using site = await startBenchSite({ members, profile, pages: 'run' });
await using stack = new AsyncDisposableStack();
const browser = stack.adopt(await startBrowser(), (running) => running.close());
const figures: Record<string, number> = {};

const [post] = await query<{ id: string }>(
  site.databaseUrl('content'),
  'SELECT id FROM posts WHERE comment_count BETWEEN 5 AND 20 ORDER BY id DESC LIMIT 1',
);
const [reader = 0] = readerNumbers(3);
await visitOften('a post, without an account', `/p/${post?.id}`);
await visitOften('popular, without an account', '/popular');
await visitOften('home', '/', reader);
Object.assign(figures, await scroll());
await report(`browsing-${members}`, figures);

/** The median of some visits, each with nothing kept from the one before; pages are warm at the server. */
async function visitOften(what: string, path: string, member?: number): Promise<void> {
  await visit(path, member);
  const seen = [];
  for (let count = 0; count < visits; count += 1) seen.push(await visit(path, member));
  for (const name of Object.keys(seen[0] ?? {}) as (keyof Visit)[]) {
    figures[`${what}: ${name}`] = percentile(
      seen.map((each) => each[name]),
      0.5,
    );
  }
}

async function visit(path: string, member?: number): Promise<Visit> {
  await using context = await openContext(browser, site, member);
  const page = await context.newPage();
  await page.addInitScript(observe);
  const devtools = await context.newCDPSession(page);
  await devtools.send('Network.enable');
  await devtools.send('Network.emulateNetworkConditions', line);
  await devtools.send('Emulation.setCPUThrottlingRate', { rate: slowdown });
  await page.goto(path, { timeout: patienceMs });
  const article = page.getByRole('main').getByRole('article').first();
  await article.waitFor();
  // The network is never idle while a stream is open.
  await page.waitForTimeout(settleMs);
  // What works with and without an account.
  await article.locator('button[aria-haspopup="menu"]').first().tap();
  return Visit.parse(await page.evaluate(`seen()`));
}

/** Goes down a feed until so many posts have come, and then back up at the pace of a quick finger. */
async function scroll(): Promise<Record<string, number>> {
  await using context = await openContext(browser, site, reader);
  const page = await context.newPage();
  const until = performance.now() + 5 * patienceMs;
  let pages = 1;
  page.on('response', (answer) => {
    if (answer.url().includes('feed.following')) pages += 1;
  });
  await page.goto('/', { timeout: patienceMs });
  await page.getByRole('main').getByRole('article').first().waitFor();
  while (pages * postsPerPage < scrolledPosts) {
    await page.evaluate(`window.scrollBy({ top: 1500, behavior: 'instant' })`);
    await page.waitForTimeout(stepMs);
    if (performance.now() > until) throw new Error(`${pages} pages came`);
  }
  const { frames } = z.object({ frames: z.array(z.number()) }).parse(await page.evaluate(scrollUp));
  const late = frames.filter((ms) => ms > 1000 / 30).length;
  return {
    'a thousand posts: frames/s': (1000 * frames.length) / frames.reduce((sum, ms) => sum + ms, 0),
    'a thousand posts: a frame, ms, p95': percentile(frames, 0.95),
    'a thousand posts: the longest frame, ms': Math.max(...frames),
    'a thousand posts: late frames of 1,000': (1000 * late) / frames.length,
    'a thousand posts: nodes in the document': z
      .number()
      .parse(await page.evaluate(`document.querySelectorAll('*').length`)),
  };
}

async function openContext(
  from: Browser,
  { url }: BenchSite,
  member?: number,
): Promise<BrowserContext> {
  const context = await from.newContext({ ...telephone, baseURL: url });
  if (member !== undefined) {
    const answer = await context.request.post('/api/member/auth.logIn', {
      headers: { origin: url },
      data: { email: emailOf(member), password },
    });
    if (!answer.ok()) throw new Error(`The log-in was answered ${answer.status()}`);
  }
  return context;
}
