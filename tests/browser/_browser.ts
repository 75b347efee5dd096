import { readFile } from 'node:fs/promises';
import { join } from 'node:path';

import chromium from '@sparticuz/chromium';
import { type Browser, chromium as playwright, type Page } from 'playwright-core';
import { onTestFinished } from 'vitest';

import {
  type Network,
  type NetworkOptions,
  password,
  type Someone,
  startNetwork,
} from '../src/network.ts';
import { createStores } from '../src/stores.ts';

const root = join(import.meta.dirname, '../..');
/** Screenshots and traces of what failed. */
const artifacts = join(root, '.dailyfeed/test-artifacts');

export type Language = 'ko' | 'en';

/** How long everything may take to be there. */
export const startTimeoutMs = 120_000;

/** Everything with its built pages, and a browser to look at them. */
export type Site = {
  network: Network;
  /** A page of somebody's own, in English where nothing is said. */
  open(options?: Look): Promise<Page>;
  /** The same, logged in as `person` and at `path`. */
  openAs(person: Pick<Someone, 'email'>, path: string, options?: Look): Promise<Page>;
} & AsyncDisposable;

type Look = Partial<Omit<PageOptions, 'url'>>;

/** One for a test file: `beforeAll(async () => { site = await startSite(); }, startTimeoutMs)`. */
export async function startSite(
  options: Pick<NetworkOptions, 'memberEnv' | 'now'> = {},
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
    openAs: async (person, path, look) => {
      const page = await open(look);
      await page.goto(`/login?next=${encodeURIComponent(path)}`);
      await logIn(page, await readMessages(look?.language ?? 'en'), person);
      await page.waitForURL((url) => url.pathname === path);
      return page;
    },
    [Symbol.asyncDispose]: () => running.disposeAsync(),
  };
}

/** A real Chromium. The package's own arguments contain one that dies with the second page. */
export async function startBrowser(): Promise<Browser> {
  return playwright.launch({
    executablePath: await chromium.executablePath(),
    headless: true,
    args: [
      '--no-sandbox',
      '--disable-gpu',
      '--disable-dev-shm-usage',
      '--no-first-run',
      '--disable-background-networking',
      '--disable-component-update',
      '--disable-sync',
    ],
  });
}

export type PageOptions = {
  url: string;
  language: Language;
  viewport?: { width: number; height: number };
  colorScheme?: 'light' | 'dark';
  javaScriptEnabled?: boolean;
};

/** A page of somebody's own: own cookies, own storage. A failing test leaves its screenshot and trace. */
export async function openPage(browser: Browser, options: PageOptions): Promise<Page> {
  const context = await browser.newContext({
    baseURL: options.url,
    locale: options.language === 'ko' ? 'ko-KR' : 'en-US',
    timezoneId: 'Asia/Seoul',
    viewport: options.viewport ?? { width: 1280, height: 900 },
    colorScheme: options.colorScheme ?? 'light',
    javaScriptEnabled: options.javaScriptEnabled ?? true,
  });
  context.setDefaultTimeout(15_000);
  await context.tracing.start({ screenshots: true, snapshots: true });
  const page = await context.newPage();
  onTestFinished(async ({ task }) => {
    if (task.result?.state === 'fail') {
      const name = `${task.name.replaceAll(/[^\p{L}\d]+/gu, '-')}-${Date.now()}`;
      await page.screenshot({ path: join(artifacts, `${name}.png`), fullPage: true });
      await context.tracing.stop({ path: join(artifacts, `${name}.zip`) });
    }
    await context.close();
  });
  return page;
}

export type Say = Awaited<ReturnType<typeof readMessages>>;

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
