import { expect } from 'vitest';

import type { Someone } from '../src/network.ts';
import { intercept, readMessages, startTimeoutMs, test } from './_browser.ts';
import { phone, read, rowOf, walkToTop } from './_place.ts';

const pageSize = 30;
/** A page of a list, and as many more as fill a screen. */
const memberCount = 50;

let ann: Someone;
/** Whom she follows and who follow her, the latest first. */
let ids: string[];

test.beforeAll(async ({ site }) => {
  ann = await site.network.signUp('ann');
  ids = [];
  for (let count = 0; count < memberCount; count += 1) {
    const { memberId, api } = await site.network.signUp('bob');
    await ann.api.member.follow.follow.mutate({ memberId });
    await api.member.follow.follow.mutate({ memberId: ann.memberId });
    ids.unshift(memberId);
  }
}, 2 * startTimeoutMs);

test('after a reload of a long list of members the same one stands where they stood, with one request', async ({
  site,
}) => {
  const page = await site.openAs(ann, `/@${ann.handle}/following`, { viewport: phone });
  const inView = ids[pageSize + 2] ?? '';
  await read(page, inView);
  const before = await rowOf(page, inView).boundingBox();
  // The pages above come afterwards.
  const isList = (url: URL): boolean => url.pathname.includes('follow.followings');
  const held = Promise.withResolvers<void>();
  let asked = 0;
  await intercept(page, isList, async (route) => {
    asked += 1;
    if (asked > 1) await held.promise;
    await route.continue();
  });
  await page.reload();
  await rowOf(page, inView).waitFor();
  expect(await rowOf(page, ids[0] ?? '').count()).toBe(0);
  held.resolve();
  await rowOf(page, ids[0] ?? '').waitFor({ state: 'attached' });
  await expect.poll(() => rowOf(page, inView).boundingBox(), { timeout: 15_000 }).toEqual(before);
  expect(await page.evaluate('scrollY')).toBeGreaterThan(1000);
});

test('who has come to follow since waits behind a pill for who reloads a list of followers in its middle', async ({
  site,
}) => {
  const say = await readMessages('en');
  const page = await site.openAs(ann, `/@${ann.handle}/followers`, { viewport: phone });
  const inView = ids[pageSize + 2] ?? '';
  const newsPill = page.getByRole('button', { name: say('feed', 'freshPosts'), exact: true });
  await read(page, inView);
  await page.reload();
  await rowOf(page, inView).waitFor();
  await walkToTop(page, ids[0] ?? '');
  expect(await newsPill.count()).toBe(0);

  const carl = await site.network.signUp('carl');
  await read(page, inView);
  await carl.api.member.follow.follow.mutate({ memberId: ann.memberId });
  await page.reload();
  await rowOf(page, inView).waitFor();
  // Told where the reader is, and still there at the top.
  await newsPill.waitFor();
  await walkToTop(page, ids[0] ?? '');
  await newsPill.click();
  await rowOf(page, carl.memberId).waitFor();
  await expect.poll(() => newsPill.count()).toBe(0);
});
