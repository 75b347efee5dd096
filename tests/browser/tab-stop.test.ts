import { randomUUID } from 'node:crypto';

import { expect } from 'vitest';

import { readMessages, test } from './_browser.ts';

/** To the first post of a page. */
const stopsMax = 3;

test('on every page of posts the first one is reached with the links that skip what is above it', async ({
  site,
}) => {
  const ann = await site.network.signUp('ann');
  const { id } = await ann.api.content.post.create.mutate({
    text: 'First of all #sprungmarke',
    idempotencyKey: randomUUID(),
  });
  await ann.api.content.comment.create.mutate({
    postId: id,
    text: 'Discussed',
    idempotencyKey: randomUUID(),
  });
  await ann.api.content.post.bookmark.mutate({ id });
  await ann.api.content.post.like.mutate({ id });
  await site.network.rank();
  const page = await site.openAs(ann, '/robots.txt');
  for (const path of [
    '/',
    '/popular',
    '/recent',
    '/discussed',
    '/tag/sprungmarke',
    `/@${ann.handle}`,
    `/@${ann.handle}/likes`,
    '/me',
    '/bookmarks',
  ]) {
    await page.goto(path);
    // A member's own marks: by then the page answers, and is theirs.
    const first = page.getByRole('main').getByRole('article').first();
    await first.waitFor();
    await page.getByRole('button', { name: `@${ann.handle}` }).waitFor();
    let stops = 0;
    const focus = page.locator(':focus');
    while ((await first.locator(':focus').count()) === 0 && stops < 2 * stopsMax) {
      await page.keyboard.press('Tab');
      stops += 1;
      const address = await focus.getAttribute('href');
      if (address?.startsWith('#')) {
        await page.keyboard.press('Enter');
        await page.locator(`${address}:focus`).waitFor();
      }
    }
    expect.soft(stops, path).toBeLessThanOrEqual(stopsMax);
  }
});

test('where there are no posts, the link that skips to them leads to what stands in their place', async ({
  site,
}) => {
  const say = await readMessages('en');
  const [bob, eve] = [await site.network.signUp('bob'), await site.network.signUp('eve')];
  await eve.api.member.profile.setVisibility.mutate({ visibility: 'FOLLOWERS' });
  const page = await site.openAs(bob, '/robots.txt');
  const expectWay = async (path: string, text: string): Promise<void> => {
    await page.goto(path);
    await page.getByRole('main').getByText(text).first().waitFor();
    await page.getByRole('link', { name: say('feed', 'skip') }).press('Enter');
    const place = page.locator('#posts:focus');
    await place.waitFor();
    await place.getByText(text).first().waitFor();
  };
  await expectWay(`/@${eve.handle}`, say('profile', 'restrictedFollowersTitle'));
  await expectWay('/@nobody_by_this_name', say('profile', 'notFoundTitle'));
  await expectWay(`/search?q=${eve.handle}&type=people`, `@${eve.handle}`);
  await expectWay('/search?q=..&type=people', say('search', 'nothingTitle'));
  // Without an answer that is tried again: the page is told at once that there will be none.
  await page.route('**/api/token/refresh', (route) => route.fulfill({ status: 400 }));
  for (const path of ['/', '/bookmarks']) await expectWay(path, say('error', 'title'));
});
