import { randomUUID } from 'node:crypto';

import type { BrowserContext, Page } from 'playwright-core';
import { expect } from 'vitest';

import { readMessages, test } from './_browser.ts';

const refresh = '/api/token/refresh';
const feed = '/api/timeline/feed.following';

test('before its scripts have come a member’s page knows who reads and has their feed, and asks for neither again', async ({
  site,
}) => {
  const [ann, bob] = await Promise.all([site.network.signUp('ann'), site.network.signUp('bob')]);
  await ann.api.member.follow.follow.mutate({ memberId: bob.memberId });
  await bob.api.content.post.create.mutate({ text: 'There early', idempotencyKey: randomUUID() });

  // Where nothing runs.
  const page = await site.openAs(ann, '/robots.txt');
  const asked = listen(page.context());
  const letGo = await withholdScripts(page);
  await page.goto('/', { waitUntil: 'commit' });
  await expect.poll(() => asked).toEqual([refresh, feed]);
  letGo();
  await page.getByRole('article').filter({ hasText: 'There early' }).waitFor();
  // What only a member is told of, and asked for after all of that.
  await expect.poll(() => asked).toContain('/api/activity/stream.member');
  expect(asked.filter((path) => path === refresh || path.includes('feed.following'))).toEqual([
    refresh,
    feed,
  ]);

  // Another tab is handed the token, and asks for the feed with it.
  asked.length = 0;
  const other = await page.context().newPage();
  await other.goto('/');
  await other.getByRole('article').filter({ hasText: 'There early' }).waitFor();
  expect(asked).not.toContain(refresh);
  await other.close();
});

test('what a head start brings in vain is asked for again, and says nothing to the reader', async ({
  site,
}) => {
  const say = await readMessages('en');
  const [ann, bob] = await Promise.all([site.network.signUp('ann'), site.network.signUp('bob')]);
  await ann.api.member.follow.follow.mutate({ memberId: bob.memberId });
  await bob.api.content.post.create.mutate({ text: 'There at last', idempotencyKey: randomUUID() });
  const page = await site.openAs(ann, '/robots.txt');
  for (const path of [refresh, feed]) {
    await page.route(`**${path}*`, (route) => route.abort(), { times: 1 });
    await page.goto('/');
    await page.getByRole('article').filter({ hasText: 'There at last' }).waitFor();
    expect(await page.getByText(say('error', 'OFFLINE')).count()).toBe(0);
  }
});

/** The paths of the services that are asked, without those that come and go with other features. */
function listen(context: BrowserContext): string[] {
  const asked: string[] = [];
  context.on('request', (req) => {
    const { pathname } = new URL(req.url());
    if (pathname.startsWith('/api/')) asked.push(pathname);
  });
  return asked;
}

/** Keeps the scripts of the page back until they are let go. */
async function withholdScripts(page: Page): Promise<() => void> {
  const held = Promise.withResolvers<void>();
  await page.route('**/*.js', async (route) => {
    await held.promise;
    await route.continue();
  });
  return held.resolve;
}
