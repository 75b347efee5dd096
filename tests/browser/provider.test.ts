import {
  type IssuerAccount,
  startTestIssuer,
  type TestIssuer,
} from '@dailyfeed/member/testing-issuer';
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';

import {
  countCalls,
  type Language,
  logIn,
  readMessages,
  type Say,
  type Site,
  startSite,
  startTimeoutMs,
} from './_browser.ts';

const stack = new AsyncDisposableStack();
let site: Site;
let issuer: TestIssuer;

beforeAll(async () => {
  site = stack.use(
    await startSite({
      memberEnv: async (origin) => {
        const redirectUris = [`${origin}/api/auth/google/callback`];
        issuer = stack.use(await startTestIssuer({ redirectUris }));
        return {
          GOOGLE_ISSUER: issuer.url,
          GOOGLE_CLIENT_ID: issuer.clientId,
          GOOGLE_CLIENT_SECRET: issuer.clientSecret,
        };
      },
    }),
  );
}, startTimeoutMs);
afterAll(() => stack.disposeAsync());

const views: { language: Language; viewport: { width: number; height: number } }[] = [
  { language: 'en', viewport: { width: 1440, height: 900 } },
  { language: 'ko', viewport: { width: 320, height: 700 } },
];

test.each(views)(
  'somebody signs up with Google, is told the handle, and logs in again ($language)',
  async ({ language, viewport }) => {
    const say = await readMessages(language);
    const ann = addAccount(`Ann ${language}`);
    const page = await site.open({ language, viewport });
    await page.goto('/signup?next=%2Fdiscover');
    await choose(page, say, ann);
    await page.getByRole('heading', { name: phrase(say, 'welcomeTitle', ann.name) }).waitFor();
    await page.getByText(`@ann_${language}`, { exact: true }).waitFor();
    expect(await widthOf(page)).toBeLessThanOrEqual(viewport.width);
    await page.getByRole('link', { name: say('provider', 'goOn') }).press('Enter');
    await page.waitForURL('/discover');

    const again = await site.open({ language, viewport });
    await again.goto('/login?next=%2Fsettings%2Faccount');
    await choose(again, say, ann);
    await again.waitForURL('/settings/account');
    // A member without a password is told how to get one, and why the only way in stays.
    await again.getByRole('heading', { name: say('provider', 'passwordTitle') }).waitFor();
    await again.getByText(say('provider', 'onlyWay')).waitFor();
    expect(await widthOf(again)).toBeLessThanOrEqual(viewport.width);
    await again.getByRole('button', { name: say('provider', 'sendLink') }).press('Enter');
    await again.getByText(say('provider', 'linkSent')).waitFor();

    // Who has no password deactivates in a session of the last ten minutes, and is told of coming back.
    await again.getByRole('button', { name: say('account', 'deactivate') }).press('Enter');
    const dialog = again.getByRole('dialog');
    await dialog.getByRole('button', { name: say('account', 'deactivateConfirm') }).press('Enter');
    await again.waitForURL((url) => url.pathname === '/login');
    // The provider knows the browser still, and asks nothing.
    await again.getByRole('link', { name: phrase(say, 'continueWith', 'Google') }).click();
    await again.getByText(say('auth', 'reactivated').replace('{name}', ann.name)).waitFor();
  },
);

test.each(views)(
  'a member links Google, logs in with it, and unlinks it ($language)',
  async ({ language, viewport }) => {
    const say = await readMessages(language);
    const bob = await site.network.signUp('bob');
    await bob.api.member.profile.update.mutate({ language });
    const theirs = addAccount('Bob');
    const page = await site.open({ language, viewport });
    await page.goto('/login?next=%2Fsettings%2Faccount');
    await logIn(page, say, bob);
    await page.waitForURL('/settings/account');
    await page.getByRole('button', { name: phrase(say, 'linkName', 'Google') }).press('Enter');
    await page.locator(`button[value="${theirs.sub}"]`).click();
    await page.waitForURL('/settings/account?linked=google');
    await page.getByText(phrase(say, 'linkedNow', 'Google')).waitFor();
    const section = page.getByRole('region', { name: say('provider', 'title') });
    await section.getByText(theirs.email ?? '').waitFor();
    expect(await widthOf(page)).toBeLessThanOrEqual(viewport.width);

    const elsewhere = await site.open({ language });
    const askedForMe = countCalls(elsewhere, 'profile.me');
    await elsewhere.goto('/login?next=%2Fsettings%2Fprofile');
    await choose(elsewhere, say, theirs);
    await elsewhere.waitForURL('/settings/profile');
    await elsewhere.getByRole('button', { name: `@${bob.handle}` }).waitFor();
    expect(askedForMe()).toBe(1);

    await section.getByRole('button', { name: phrase(say, 'unlinkName', 'Google') }).click();
    await page
      .getByRole('alertdialog')
      .getByRole('button', { name: say('provider', 'unlink'), exact: true })
      .click();
    await section.getByText(say('provider', 'notLinked')).waitFor();
    // What was logged in by it is logged out.
    await elsewhere.goto('/settings/account');
    await elsewhere.waitForURL(/\/login\?next=/);
  },
);

test('who changes their mind, or is not believed, is back at log-in and told why', async () => {
  const say = await readMessages('en');
  const page = await site.open();
  await page.goto('/login?next=%2Fdiscover');
  await page.getByRole('link', { name: phrase(say, 'continueWith', 'Google') }).click();
  await page.getByRole('button', { name: 'Cancel' }).click();
  await page.waitForURL('/login?error=PROVIDER_CANCELLED&next=%2Fdiscover');
  await page.getByText('You stopped before the log-in was done.').waitFor();

  const carl = await site.network.signUp('carl');
  const theirs = addAccount('Carl', carl.email);
  await choose(page, say, theirs);
  await page.getByText('There is already an account with this e-mail.').waitFor();
  // The address on the page may be made up: nothing of it is said but what is known.
  await page.goto('/login?error=You%20have%20won');
  await page.getByRole('heading', { name: say('auth', 'logInTitle') }).waitFor();
  expect(await page.getByText('You have won').count()).toBe(0);
});

test('a page that completes nothing says so and leads back', async () => {
  const say = await readMessages('en');
  const page = await site.open();
  await page.goto('/login/complete?next=%2Fdiscover');
  await page.getByRole('heading', { name: say('provider', 'failedTitle') }).waitFor();
  await page.getByRole('link', { name: say('provider', 'toLogIn') }).click();
  await page.waitForURL('/login?next=%2Fdiscover');
  // Outside of it is what says the title of each page.
  const alerts = page.getByRole('main').getByRole('alert').filter({ hasText: /./ });
  await expect.poll(() => alerts.count()).toBe(0);
});

let count = 0;
function addAccount(name: string, email?: string): IssuerAccount & { name: string } {
  count += 1;
  const sub = `browser-${count}`;
  const account = { sub, name, email: email ?? `${sub}@example.com`, email_verified: true };
  issuer.add(account);
  return account;
}

/** From our page to the issuer's, and with one press back. */
async function choose(page: Page, say: Say, { sub }: IssuerAccount): Promise<void> {
  await page.getByRole('link', { name: phrase(say, 'continueWith', 'Google') }).click();
  await page.locator(`button[value="${sub}"]`).click();
}

/** A sentence with a name in it. */
function phrase(say: Say, key: string, name: string): string {
  return say('provider', key).replace('{name}', name);
}

function widthOf(page: Page): Promise<number> {
  return page.evaluate('document.documentElement.scrollWidth');
}
