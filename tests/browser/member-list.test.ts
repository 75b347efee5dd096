import { expect } from 'vitest';

import type { Someone } from '../src/network.ts';
import { startTimeoutMs, test } from './_browser.ts';
import { phone, read, rowOf } from './_place.ts';

/** More than a page of a list. */
const memberCount = 36;

let ann: Someone;
/** The last followed first. */
let ids: string[];

test.beforeAll(async ({ site }) => {
  ann = await site.network.signUp('ann');
  ids = [];
  for (let count = 0; count < memberCount; count += 1) {
    const { memberId } = await site.network.signUp('bob');
    await ann.api.member.follow.follow.mutate({ memberId });
    ids.unshift(memberId);
  }
}, 2 * startTimeoutMs);

test('after a reload of a long list of members the same one stands where they stood', async ({
  site,
}) => {
  const page = await site.openAs(ann, `/@${ann.handle}/following`, { viewport: phone });
  const [inView = ''] = ids.slice(-5);
  await read(page, inView);
  const before = await rowOf(page, inView).boundingBox();
  await page.reload();
  await expect.poll(() => rowOf(page, inView).boundingBox(), { timeout: 15_000 }).toEqual(before);
  expect(await page.evaluate('scrollY')).toBeGreaterThan(1000);
});
