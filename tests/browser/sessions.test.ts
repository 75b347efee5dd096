import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';

import { type Network, password, type Someone, startNetwork } from '../src/network.ts';
import { createStores } from '../src/stores.ts';
import { type Language, openPage, readMessages, startBrowser } from './_browser.ts';

const stack = new AsyncDisposableStack();
let network: Network;
let browser: Browser;

beforeAll(async () => {
  const stores = stack.use(await createStores());
  network = stack.use(await startNetwork({ urls: stores.urls, pages: 'built' }));
  browser = stack.adopt(await startBrowser(), (running) => running.close());
}, 120_000);
afterAll(() => stack.disposeAsync());

type Say = Awaited<ReturnType<typeof readMessages>>;

test.each<{ language: Language; viewport: { width: number; height: number } }>([
  { language: 'en', viewport: { width: 1280, height: 900 } },
  { language: 'ko', viewport: { width: 320, height: 640 } },
])(
  'a member ends the session of another device, then all of them ($language)',
  async ({ language, viewport }) => {
    const say = await readMessages(language);
    const ann = await network.signUp('ann');
    // Pages speak the language of the account.
    await ann.api.member.profile.update.mutate({ language });
    const here = await openPage(browser, { url: network.url, language, viewport });
    const there = await openPage(browser, { url: network.url, language });
    await Promise.all([logIn(here, say, ann), logIn(there, say, ann)]);

    await here.goto('/settings/sessions');
    const list = here.getByRole('list', { name: say('session', 'list') });
    const rows = list.getByRole('listitem');
    await rows.nth(2).waitFor();
    expect(await rows.first().textContent()).toContain(say('session', 'thisDevice'));
    const width = await here.evaluate('document.documentElement.scrollWidth');
    expect(width).toBeLessThanOrEqual(viewport.width);

    // The last seen of the others is the other browser; the program that signed Ann up comes after it.
    await rows.nth(1).getByRole('button').click();
    await here
      .getByRole('button', { name: say('session', 'endConfirm'), exact: true })
      .last()
      .click();
    await rows.nth(2).waitFor({ state: 'detached' });
    await there.goto('/activity');
    await there.waitForURL(/\/login\?next=/);

    await here.getByRole('button', { name: say('session', 'everywhere'), exact: true }).click();
    await here
      .getByRole('alertdialog')
      .getByRole('button', { name: say('session', 'everywhereConfirm'), exact: true })
      .click();
    await here.waitForURL(/\/login/);
    await expect(ann.api.member.profile.me.query()).rejects.toMatchObject({
      data: { httpStatus: 401 },
    });
  },
);

async function logIn(page: Page, say: Say, person: Someone): Promise<void> {
  await page.goto('/login');
  await page.getByLabel(say('auth', 'email')).fill(person.email);
  await page.getByLabel(say('auth', 'password'), { exact: true }).fill(password);
  await page
    .getByRole('main')
    .getByRole('button', { name: say('auth', 'logIn'), exact: true })
    .click();
  await page.waitForURL('/');
}
