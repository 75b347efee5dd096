import { randomUUID } from 'node:crypto';

import type { Page } from 'playwright-core';
import { expect } from 'vitest';

import type { Someone } from '../src/network.ts';
import { readMessages, type Site, startTimeoutMs, test } from './_browser.ts';
import { phone, read, rowOf, walkToTop } from './_place.ts';

const postCount = 340;
const pageSize = 20;

let ann: Someone;
/** Newest first. */
let ids: string[];

const write = (text: string) =>
  ann.api.content.post.create.mutate({ text, idempotencyKey: randomUUID() });

test.beforeAll(async ({ site }) => {
  ann = await site.network.signUp('ann');
  const texts = Array.from({ length: postCount }, (_, index) =>
    index % 5 === 0 ? 'A long story. '.repeat(1 + (index % 40)) : `Entry ${index}.`,
  );
  ids = (await site.network.importPosts(ann, texts)).toReversed();
}, startTimeoutMs);

async function signUpReader(site: Site, name: string): Promise<Someone> {
  const reader = await site.network.signUp(name);
  await reader.api.member.follow.follow.mutate({ memberId: ann.memberId });
  return reader;
}

/** What the page asks the following feed from now on, by how each question ends. */
function listen(page: Page): string[] {
  const asked: string[] = [];
  page.on('request', (req) => {
    if (req.url().includes('feed.following')) asked.push(req.url());
  });
  return asked;
}

const idAt = (index: number): string => {
  const id = ids[index];
  if (id === undefined) throw new Error('Too few posts');
  return id;
};

test('after a reload a post of the eighth page stands where it stood, with one request; above it each post comes once, and nothing moves', async ({
  site,
}) => {
  const bob = await signUpReader(site, 'bob');
  const page = await site.openAs(bob, '/', { viewport: phone });
  const inView = idAt(7 * pageSize + 1);
  const before = await read(page, inView);

  const held = Promise.withResolvers<void>();
  let asked = 0;
  await page.route(/feed\.following/, async (route) => {
    asked += 1;
    if (asked > 1) await held.promise;
    await route.continue();
  });
  await page.reload();
  await expect.poll(() => rowOf(page, inView).boundingBox(), { timeout: 15_000 }).toEqual(before);
  expect(await rowOf(page, idAt(7 * pageSize - 1)).count()).toBe(0);
  held.resolve();
  // The page above comes by itself, and moves nothing.
  await rowOf(page, idAt(7 * pageSize - 1)).waitFor({ state: 'attached' });
  expect(await rowOf(page, inView).boundingBox()).toEqual(before);
  const fresh = (await write('Newest of all')).id;
  await page.getByRole('button', { name: '1 new post', exact: true }).waitFor();
  expect(await rowOf(page, inView).boundingBox()).toEqual(before);

  const { drift, seen, isOnce } = await walkToTop(page, idAt(0));
  expect(drift).toBe(0);
  expect(isOnce).toBe(true);
  const above = ids.slice(0, ids.indexOf(inView));
  expect(seen.filter((id) => above.includes(id))).toEqual(above.toReversed());

  await page.getByRole('button', { name: '1 new post', exact: true }).click();
  await rowOf(page, fresh).waitFor();
  await expect.poll(() => page.evaluate('window.scrollY')).toBe(0);
  ids.unshift(fresh);
});

test('a list that was loaded anew in its middle is so once more, from further up', async ({
  site,
}) => {
  const cat = await signUpReader(site, 'cat');
  const page = await site.openAs(cat, '/', { viewport: phone });
  const deep = idAt(5 * pageSize + 4);
  const first = await read(page, deep);
  await page.reload();
  await expect.poll(() => rowOf(page, deep).boundingBox(), { timeout: 15_000 }).toEqual(first);
  const higher = idAt(3 * pageSize + 10);
  await expect
    .poll(
      async () => {
        await page.mouse.wheel(0, -1500);
        return rowOf(page, higher).count();
      },
      { timeout: 30_000 },
    )
    .toBe(1);
  const before = await read(page, higher);
  await page.reload();
  await expect.poll(() => rowOf(page, higher).boundingBox(), { timeout: 15_000 }).toEqual(before);
  const { drift, seen } = await walkToTop(page, idAt(0));
  expect(drift).toBe(0);
  expect(seen.at(-1)).toBe(idAt(0));
});

test('one’s own new post begins a list anew that began in its middle', async ({ site }) => {
  const say = await readMessages('en');
  const dan = await signUpReader(site, 'dan');
  const page = await site.openAs(dan, '/', { viewport: { width: 1280, height: 900 } });
  const inView = idAt(6 * pageSize + 4);
  const before = await read(page, inView);
  await page.reload();
  await expect.poll(() => rowOf(page, inView).boundingBox(), { timeout: 15_000 }).toEqual(before);
  const field = page.getByRole('textbox', { name: say('composer', 'label') });
  await field.waitFor({ state: 'attached' });
  await page.keyboard.press('c');
  await expect.poll(() => field.evaluate((box) => box.matches(':focus'))).toBe(true);
  await page.keyboard.type('My own, from the middle');
  await page.keyboard.press('Control+Enter');
  const posts = page.getByRole('main').getByRole('article');
  await expect
    .poll(() => posts.first().innerText(), { timeout: 15_000 })
    .toMatch(/My own, from the middle/);
  expect(await rowOf(page, inView).count()).toBe(0);
});

test('on another device a member goes on at a post beyond the fifteenth page, with one request', async ({
  site,
}) => {
  const say = await readMessages('en');
  const eve = await signUpReader(site, 'eve');
  const marked = idAt(16 * pageSize + 7);
  await eve.api.timeline.marker.set.mutate({ postId: marked });
  const page = await site.openAs(eve, '/', { viewport: { width: 1280, height: 900 } });
  const goOn = page.getByRole('button', { name: say('feed', 'continue') });
  await goOn.waitFor();
  const asked = listen(page);
  const held = Promise.withResolvers<void>();
  let count = 0;
  await page.route(/feed\.following/, async (route) => {
    count += 1;
    if (count > 1) await held.promise;
    await route.continue();
  });
  await goOn.click();
  const row = rowOf(page, marked);
  await row.waitFor();
  const top = async () => Math.round((await row.boundingBox())?.y ?? 0);
  await expect.poll(top).toBe(63);
  const focused = `document.activeElement?.dataset.item === '${marked}'`;
  expect(await page.evaluate(focused)).toBe(true);
  // Before anything else was answered.
  expect(await rowOf(page, idAt(16 * pageSize + 6)).count()).toBe(0);
  held.resolve();
  await rowOf(page, idAt(16 * pageSize + 6)).waitFor({ state: 'attached' });
  expect(await top()).toBe(63);
  expect(asked.length).toBeLessThan(6);
  await expect.poll(() => goOn.count()).toBe(0);

  // What stands above is not new.
  let heads = 0;
  page.on('response', (answer) => {
    if (answer.url().includes('feed.head')) heads += 1;
  });
  const comeBack = async (): Promise<number> => {
    await page.evaluate("window.dispatchEvent(new Event('visibilitychange'))");
    return heads;
  };
  await expect.poll(comeBack, { timeout: 20_000, interval: 500 }).toBeGreaterThan(0);
  expect(await page.getByRole('button', { name: /new post/ }).count()).toBe(0);
  const { drift, seen, isOnce } = await walkToTop(page, idAt(0));
  expect(drift).toBe(0);
  expect(isOnce).toBe(true);
  const above = ids.slice(0, ids.indexOf(marked));
  expect(seen.filter((id) => above.includes(id))).toEqual(above.toReversed());
});
