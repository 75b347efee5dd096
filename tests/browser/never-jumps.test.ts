import { randomUUID } from 'node:crypto';

import type { Page } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';

import { readMessages, type Say, type Site, startSite, startTimeoutMs } from './_browser.ts';
import { passUntilSeen, phone, read, rowOf } from './_place.ts';

/** A site of its own, since it is about what is popular; its clock is set on. */
let site: Site;
let say: Say;
let aheadMs = 0;
beforeAll(async () => {
  site = await startSite({ postsPerHour: 1000, now: () => new Date(Date.now() + aheadMs) });
  say = await readMessages('en');
}, startTimeoutMs);
afterAll(() => site[Symbol.asyncDispose]());

type Someone = Awaited<ReturnType<Site['network']['signUp']>>;
type Written = { id: string; version: number };

const write = (author: Someone, text: string, images: { id: string; alt: string }[] = []) =>
  author.api.content.post.create.mutate({ text, images, idempotencyKey: randomUUID() });

/** A picture of a page, as bytes. */
async function takePicture(): Promise<Blob> {
  const look = await site.open();
  await look.goto('/login');
  return new Blob([Buffer.from(await look.screenshot())], { type: 'image/png' });
}

/** How many pixels the posts on the screen move while something happens; those that leave count for nothing. */
async function driftDuring(page: Page, work: () => Promise<unknown>): Promise<number> {
  await page.evaluate(watch);
  await work();
  return page.evaluate('window.endWatch()');
}

/** Looks at each frame, and adds up every move of what is on the screen. */
const watch = `(() => {
  const tops = () =>
    new Map(
      [...document.querySelectorAll('[data-item]')]
        .map((item) => [item.dataset.item, item.getBoundingClientRect()])
        .filter(([, { top, bottom }]) => bottom > 64 && top < window.innerHeight)
        .map(([id, { top }]) => [id, top]),
    );
  let before = tops();
  let drift = 0;
  let isOver = false;
  const look = () => {
    const now = tops();
    for (const [id, top] of now) if (before.has(id)) drift += Math.abs(top - before.get(id));
    before = now;
    if (!isOver) requestAnimationFrame(look);
  };
  requestAnimationFrame(look);
  window.endWatch = async () => {
    for (let frame = 0; frame < 3; frame += 1) await new Promise((resolve) => requestAnimationFrame(resolve));
    isOver = true;
    return drift;
  };
})()`;

type Scene = {
  path: string;
  /** What has to be so that posts are in this list, the last one first. */
  enter: (reader: Someone, posts: Written[]) => Promise<unknown>;
};
const tag = 'stillstand';
const scenes: Record<string, Scene> = {
  'a tag': { path: `/tag/${tag}`, enter: () => Promise.resolve() },
  'the popular posts': {
    path: '/popular',
    enter: async (reader, posts) => {
      for (const { id } of posts) await reader.api.content.post.like.mutate({ id });
      await site.network.rank();
    },
  },
  bookmarks: {
    path: '/bookmarks',
    enter: async (reader, posts) => {
      for (const { id } of posts) await reader.api.content.post.bookmark.mutate({ id });
    },
  },
};

test.each(Object.entries(scenes))(
  'in the list of %s nothing on the screen moves while posts come, one above is edited, one is deleted here, and pictures load',
  async (_name, { path, enter }) => {
    const [ann, bob] = await Promise.all([site.network.signUp('ann'), site.network.signUp('bob')]);
    const picture = await takePicture();
    const posts: Written[] = [];
    for (let number = 1; number <= 14; number += 1) {
      // One of each three is the reader's own, and may be deleted by them.
      const author = number % 3 === 0 ? bob : ann;
      const images =
        number % 4 === 0 ? [{ id: (await author.uploadImage(picture)).id, alt: 'A page' }] : [];
      posts.push(await write(author, `Entry ${number}. #${tag}`, images));
    }
    await enter(bob, posts);
    const page = await site.openAs(bob, '/discover', { viewport: phone });
    const held = Promise.withResolvers<void>();
    await page.route('**/api/image/**', async (route) => {
      await held.promise;
      await route.continue();
    });
    await page.goto(path);
    const articles = page.getByRole('main').getByRole('article');
    await expect.poll(() => articles.count()).toBe(14);
    const shown = await page.evaluate<string[]>(
      `[...document.querySelectorAll('[data-item]')].map((item) => item.dataset.item)`,
    );
    const own = new Set(posts.filter((_post, index) => index % 3 === 2).map(({ id }) => id));
    const ownIndex = shown.findIndex((id, index) => index >= 5 && own.has(id));
    const [above, deleted, inView] = shown.slice(ownIndex - 1, ownIndex + 2);
    if (!above || !deleted || !inView) throw new Error('Too few posts');
    // What will be deleted is the first in view, and its menu is opened without scrolling.
    await read(page, deleted);
    await page.evaluate("window.scrollBy({ top: -63, behavior: 'instant' })");

    const drift = await driftDuring(page, async () => {
      held.resolve();
      const pictures = page.locator('article img[src*="/api/image/"]');
      await expect
        .poll(() =>
          pictures.evaluateAll((images: { naturalWidth: number }[]) =>
            images.some(({ naturalWidth }) => naturalWidth > 0),
          ),
        )
        .toBe(true);
      const fresh = await write(ann, `Just now #${tag}`);
      await enter(bob, [fresh]);
      const edited = posts.find(({ id }) => id === above);
      const editor = own.has(above) ? bob : ann;
      if (edited) {
        const { id, version } = edited;
        await editor.api.content.post.edit.mutate({ id, version, text: 'Longer. '.repeat(90) });
      }
      await page.evaluate("window.dispatchEvent(new Event('visibilitychange'))");
      // By keys: what is to be clicked and does not stand still yet, Playwright scrolls the page for.
      await rowOf(page, deleted)
        .getByRole('button', { name: say('post', 'more') })
        .press('Enter');
      await page.getByRole('menuitem', { name: say('post', 'delete') }).press('Enter');
      await page
        .getByRole('alertdialog')
        .getByRole('button', { name: say('post', 'deleteConfirm') })
        .press('Enter');
      await rowOf(page, deleted).waitFor({ state: 'detached' });
      await rowOf(page, inView).waitFor();
    });
    expect(drift).toBe(0);
    expect(await articles.filter({ hasText: 'Just now' }).count()).toBe(0);
  },
);

test.each([
  // More comments than there are in the cases before.
  { path: '/discussed', base: 10 },
  { path: '/popular', base: 40 },
  { path: '/?sort=mostCommented', base: 1 },
  { path: '/?sort=topSinceLastVisit', base: 1 },
])(
  'another order of $path is told of after minutes, and not at once; it comes when it is asked for',
  async ({ path, base }) => {
    const [ann, bob] = await Promise.all([site.network.signUp('ann'), site.network.signUp('bob')]);
    await bob.api.member.follow.follow.mutate({ memberId: ann.memberId });
    const [first, second] = [await write(ann, 'One of two'), await write(ann, 'Two of two')];
    const answer = async (id: string, times: number): Promise<void> => {
      for (let time = 0; time < times; time += 1) {
        const idempotencyKey = randomUUID();
        await bob.api.content.comment.create.mutate({ postId: id, text: 'Well!', idempotencyKey });
      }
      await site.network.rank();
    };
    await answer(first.id, base + 2);
    await answer(second.id, base);
    const page = await site.openAs(bob, '/discover');
    await page.clock.install();
    await page.goto(path);
    const top = page.locator('[data-item]').first();
    await expect.poll(() => top.getAttribute('data-item')).toBe(first.id);
    await answer(second.id, 20);
    // An order of one's own is fixed by the minute.
    aheadMs += 90_000;
    const pill = page.getByRole('button', { name: say('feed', 'newOrder') });
    const asked: string[] = [];
    page.on('request', (req) => {
      if (/feed\.(popular|mostCommented|following)/.test(req.url())) asked.push(req.url());
    });
    await page.clock.fastForward('04:00');
    await page.evaluate("window.dispatchEvent(new Event('visibilitychange'))");
    await page.clock.runFor(1000);
    expect(asked).toEqual([]);
    expect(await pill.count()).toBe(0);
    await page.clock.fastForward('02:00');
    await pill.waitFor();
    expect(await top.getAttribute('data-item')).toBe(first.id);
    await pill.click();
    await expect.poll(() => top.getAttribute('data-item')).toBe(second.id);
    await pill.waitFor({ state: 'detached' });
  },
);

test('what a member writes elsewhere is told of above their own posts', async () => {
  const bob = await site.network.signUp('bob');
  await write(bob, 'From here');
  const page = await site.openAs(bob, '/drafts');
  await page.clock.install();
  await page.goto('/me');
  const posts = page.getByRole('main').getByRole('article');
  await posts.filter({ hasText: 'From here' }).waitFor();
  await write(bob, 'From elsewhere');
  const pill = page.getByRole('button', { name: say('feed', 'freshPosts') });
  await passUntilSeen(page, pill);
  expect(await posts.count()).toBe(1);
  await pill.click();
  await posts.filter({ hasText: 'From elsewhere' }).waitFor();
  await pill.waitFor({ state: 'detached' });
});
