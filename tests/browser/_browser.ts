import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';

import type { Browser, BrowserContext, Page, Route } from 'playwright-core';
import { onTestFinished, test as base } from 'vitest';

import { shareInWorker } from '../src/_worker.ts';
import { startBrowser } from '../src/chromium.ts';
import {
  type Network,
  type NetworkOptions,
  password,
  type Someone,
  startNetwork,
} from '../src/network.ts';
import { createStores } from '../src/stores.ts';

const root = join(import.meta.dirname, '../..');
/** Screenshots, traces and logs of what failed. */
const artifacts = join(root, '.dailyfeed/test-artifacts');

export type Language = 'ko' | 'en';

/** How long everything may take to be there. */
export const startTimeoutMs = 120_000;

/** Everything with its built pages, and a browser to look at them. */
export type Site = {
  network: Network;
  /** A page of somebody's own, in English where nothing is said. */
  open(options?: Look): Promise<Page>;
  /** The same, logged in as `person`, and at `path`. */
  openAs(person: Pick<Someone, 'email'>, path: string, options?: Look): Promise<Page>;
} & AsyncDisposable;

type Look = Partial<Omit<PageOptions, 'url'>>;

/**
 * A test that is given a site. All files of a worker have the same, so each test brings its own people and words, and
 * counts on nothing that others change: what is popular, how much there is.
 */
// oxlint-disable-next-line no-empty-pattern -- vitest reads from it that nothing else is needed
export const test = base.extend('site', { scope: 'worker' }, async ({}, { onCleanup }) =>
  shareInWorker(await startSite(), onCleanup),
);

/** For a file that needs a site of its own: `beforeAll(async () => { site = await startSite(); }, startTimeoutMs)`. */
export async function startSite(
  options: Pick<NetworkOptions, 'memberEnv' | 'now' | 'imageOrigin' | 'postsPerHour'> = {},
): Promise<Site> {
  await using stack = new AsyncDisposableStack();
  const stores = stack.use(await createStores());
  const network = stack.use(await startNetwork({ ...options, urls: stores.urls, pages: 'built' }));
  const browser = stack.adopt(await startBrowser(), (running) => running.close());
  const running = stack.move();
  const open: Site['open'] = (look) =>
    openPage(browser, { language: 'en', ...look, url: network.url });
  return {
    network,
    open,
    openAs: async ({ email }, path, look) => {
      const page = await open(look);
      const answer = await page.request.post('/api/member/auth.logIn', {
        // As at the sign-up: a device that was not seen before would be told of.
        headers: { origin: network.url, 'user-agent': 'node' },
        data: { email, password },
      });
      if (!answer.ok()) throw new Error(`Log-in of ${email}: ${answer.status()}`);
      await page.goto(path);
      return page;
    },
    [Symbol.asyncDispose]: () => running.disposeAsync(),
  };
}

export type PageOptions = {
  url: string;
  language: Language;
  viewport?: { width: number; height: number };
  colorScheme?: 'light' | 'dark';
  javaScriptEnabled?: boolean;
};

/** A page of somebody's own: own cookies, own storage. A failing test leaves its screenshot, trace and log. */
export async function openPage(browser: Browser, options: PageOptions): Promise<Page> {
  const context = await browser.newContext({
    baseURL: options.url,
    locale: options.language === 'ko' ? 'ko-KR' : 'en-US',
    timezoneId: 'Asia/Seoul',
    viewport: options.viewport ?? { width: 1280, height: 900 },
    colorScheme: options.colorScheme ?? 'light',
    javaScriptEnabled: options.javaScriptEnabled ?? true,
  });
  // More than the half minute after which a page asks for what the stream has not told it.
  context.setDefaultTimeout(45_000);
  // What was done; pictures of each moment would take a third of the time of all tests.
  await context.tracing.start();
  const heard = listen(context);
  const page = await context.newPage();
  onTestFinished(async ({ task }) => {
    if (task.result?.state === 'fail') {
      const name = `${task.name.replaceAll(/[^\p{L}\d]+/gu, '-')}-${Date.now()}`;
      await page.screenshot({ path: join(artifacts, `${name}.png`), fullPage: true });
      await context.tracing.stop({ path: join(artifacts, `${name}.zip`) });
      await writeFile(join(artifacts, `${name}.log`), heard.join('\n'));
    }
    // A test has said what it waits for; what else its routes still have in hand ends with the page.
    const open = context.isClosed() ? [] : [context, ...context.pages()];
    for (const each of open) await each.unrouteAll({ behavior: 'ignoreErrors' });
    await context.close();
  });
  return page;
}

/** What its pages ask for and complain about, a line each, with the milliseconds since now. */
function listen(context: BrowserContext): string[] {
  const startedAt = performance.now();
  const heard: string[] = [];
  const note = (line: string): void =>
    void heard.push(`${Math.round(performance.now() - startedAt)} ${line}`);
  context.on('response', (answer) =>
    note(`${answer.status()} ${answer.request().method()} ${answer.url()}`),
  );
  context.on('requestfailed', (req) =>
    note(`${req.failure()?.errorText} ${req.method()} ${req.url()}`),
  );
  context.on('console', (message) => note(`${message.type()}: ${message.text()}`));
  context.on('weberror', (failure) => note(`thrown: ${failure.error().message}`));
  return heard;
}

/** Whether nothing sticks out at the side. */
export async function isAsWideAsTheScreen(page: Page): Promise<boolean> {
  return (
    (await page.evaluate('document.documentElement.scrollWidth <= window.innerWidth')) === true
  );
}

export type Say = Awaited<ReturnType<typeof readMessages>>;

/**
 * Handles what is asked for at `url` until it is let be. No route is taken away while its page lives: Playwright answers
 * what the handler still has in hand then, and the handler's own answer would fail the run.
 */
export async function intercept(
  scope: Page | BrowserContext,
  url: string | ((url: URL) => boolean),
  handle: (route: Route) => unknown,
): Promise<() => void> {
  let isLetBe = false;
  await scope.route(url, (route) => (isLetBe ? route.fallback() : handle(route)));
  return () => {
    isLetBe = true;
  };
}

/** Fills in the log-in form that is shown, and sends it. */
export async function logIn(
  page: Page,
  say: Say,
  person: Pick<Someone, 'email'> & { password?: string },
): Promise<void> {
  await page.getByLabel(say('auth', 'email')).fill(person.email);
  await page.getByLabel(say('auth', 'password'), { exact: true }).fill(person.password ?? password);
  await page
    .getByRole('main')
    .getByRole('button', { name: say('auth', 'logIn'), exact: true })
    .click();
}

/** The version of the composer's draft at the service, as far as this page has heard of it. */
export function knownVersion(page: Page, { memberId }: Someone): Promise<unknown> {
  return page.evaluate(
    `JSON.parse(localStorage.getItem('draft:post:${memberId}') ?? 'null')?.saved?.version`,
  );
}

/** With which status an answer comes: what ends elsewhere ends here within seconds, so it is polled. */
export function statusOf(answer: Promise<unknown>): Promise<unknown> {
  return answer.then(
    () => 200,
    (err: { data?: { httpStatus?: number } }) => err.data?.httpStatus ?? err,
  );
}

/** How often a page asks for a procedure, in batches or alone, from now on. */
export function countCalls(page: Page, procedure: string): () => number {
  let count = 0;
  page.on('request', (req) => {
    const names = new URL(req.url()).pathname.split('/').at(-1)?.split(',') ?? [];
    count += names.filter((name) => name === procedure).length;
  });
  return () => count;
}

/** What tells a member of failures comes by itself, as soon as the page is at rest; from then on without a connection, too. */
export async function untilToastsCanCome(page: Page, say: Say): Promise<void> {
  const place = page.getByRole('region', { name: say('ui', 'notifications') });
  await place.waitFor({ state: 'attached' });
}

/** The words the pages use, by namespace; a phrase is found where a reader would look for it. */
export async function readMessages(language: Language) {
  const read = async (namespace: string): Promise<Record<string, string>> =>
    JSON.parse(
      await readFile(
        join(root, `apps/web/src/i18n/messages/${language}/${namespace}.json`),
        'utf8',
      ),
    ) as Record<string, string>; // nested entries are not asked for
  const names = [
    'account',
    'activity',
    'admin',
    'auth',
    'comment',
    'composer',
    'connection',
    'dead-letter',
    'discover',
    'error',
    'feed',
    'image',
    'moderation',
    'notification',
    'post',
    'privacy',
    'profile',
    'profile-settings',
    'provider',
    'relation',
    'report',
    'search',
    'session',
    'shell',
    'ui',
  ] as const;
  const all = new Map(
    await Promise.all(names.map(async (name) => [name, await read(name)] as const)),
  );
  return (namespace: (typeof names)[number], key: string): string => {
    const words = all.get(namespace)?.[key];
    if (words === undefined) throw new Error(`No message ${namespace}.${key} in ${language}`);
    return words;
  };
}
