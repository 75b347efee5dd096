import { expect } from 'vitest';

import { readMessages, test } from './_browser.ts';
import { readToTheEnd } from './_place.ts';

const postCount = 120;
/** About as many as lie within 3,000 pixels of a phone's screen. */
const drawnMax = 80;

test('of a long feed only what is near is drawn; nothing moves on the way back up, and who comes back from a post finds all as it was', async ({
  site,
}) => {
  const say = await readMessages('en');
  const [ann, bob] = await Promise.all([site.network.signUp('ann'), site.network.signUp('bob')]);
  await bob.api.member.follow.follow.mutate({ memberId: ann.memberId });
  const texts = Array.from({ length: postCount }, (_, index) =>
    index % 5 === 4 ? 'A long story. '.repeat(60) : `Entry ${(index % 60) + 1}.`,
  );
  await site.network.importPosts(ann, texts);
  const page = await site.openAs(bob, '/', { viewport: { width: 390, height: 844 } });
  const articles = page.getByRole('main').getByRole('article');
  await readToTheEnd(page, say);
  await expect.poll(() => articles.count()).toBeLessThan(drawnMax);
  await expect.poll(() => articles.filter({ hasText: 'Entry 59.' }).count()).toBe(0);

  expect(await page.evaluate<number>(walkUp)).toBe(0);

  const readMore = page.getByRole('button', { name: say('post', 'readMore') });
  const id = await page
    .locator('[data-item]')
    .filter({ has: readMore })
    .first()
    .getAttribute('data-item');
  const row = page.locator(`[data-item="${id}"]`);
  await row.getByRole('button', { name: say('post', 'readMore') }).press('Enter');
  // The button goes, the text stays.
  await row.locator('p').and(page.locator(':focus')).waitFor();
  const before = await row.boundingBox();
  await row
    .getByRole('link')
    .filter({ has: page.locator('time') })
    .click();
  await page.waitForURL(`**/p/${id}`);
  await page.getByRole('heading', { level: 1 }).first().waitFor();
  await page.goBack();
  await expect.poll(() => row.boundingBox()).toEqual(before);
});

/**
 * Scrolls back up as a reader does, until posts that were no longer drawn are there again; gives how many pixels
 * posts in view moved other than by that.
 */
const walkUp = `(async () => {
  const frame = () => new Promise((resolve) => requestAnimationFrame(resolve));
  let drift = 0;
  for (let step = 0; step < 60; step += 1) {
    const item = [...document.querySelectorAll('[data-item]')].find(
      (each) => each.getBoundingClientRect().top > 64,
    );
    const top = item.getBoundingClientRect().top;
    const from = window.scrollY;
    window.scrollBy({ top: -250, behavior: 'instant' });
    await frame();
    await frame();
    drift += Math.abs(item.getBoundingClientRect().top - top - (from - window.scrollY));
  }
  return drift;
})()`;
