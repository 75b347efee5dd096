import type { Locator, Page } from 'playwright-core';
import { expect } from 'vitest';

import type { Say } from './_browser.ts';

/** A telephone's screen. */
export const phone = { width: 390, height: 700 };

export const rowOf = (page: Page, id: string): Locator => page.locator(`[data-item="${id}"]`);

/** Lets the clock of a page (`page.clock.install()`) pass the 20 s between two looks for news, until it shows them. */
export async function passUntilSeen(page: Page, news: Locator): Promise<void> {
  const pass = async () => {
    await page.clock.fastForward(20_000);
    return news.isVisible();
  };
  await expect.poll(pass, { timeout: 30_000, interval: 1000 }).toBe(true);
}

/** Brings a post of the feed to the top of the screen, scrolling as a reader does; gives where it stands then. */
export async function read(page: Page, id: string): ReturnType<Locator['boundingBox']> {
  const row = rowOf(page, id);
  await expect
    .poll(
      async () => {
        if ((await row.count()) === 0) await page.mouse.wheel(0, 1500);
        return row.count();
      },
      { timeout: 60_000, interval: 100 },
    )
    .toBe(1);
  // Until the wheel has come to rest.
  await expect.poll(() => page.evaluate(bringToTop(id)), { timeout: 15_000 }).toBe(true);
  return row.boundingBox();
}

/** Brings it there at once; gives whether it stays. */
const bringToTop = (id: string) => `(async () => {
  const item = document.querySelector('[data-item="${id}"]');
  const frame = () => new Promise((resolve) => requestAnimationFrame(resolve));
  item.scrollIntoView({ block: 'start', behavior: 'instant' });
  const { top } = item.getBoundingClientRect();
  for (let count = 0; count < 3; count += 1) await frame();
  return item.getBoundingClientRect().top === top;
})()`;

/**
 * Scrolls up to the top of the list, waiting where it has to. `drift`: how many pixels what is in view moved other than
 * by the scrolling; `seen`: what came into view on the way, from below; `isOnce`: nothing was there twice.
 */
export async function walkToTop(
  page: Page,
  topId: string,
): Promise<{ drift: number; seen: string[]; isOnce: boolean }> {
  return page.evaluate(walk(topId));
}

const walk = (topId: string) => `(async () => {
  const frame = () => new Promise((resolve) => requestAnimationFrame(resolve));
  const items = () => [...document.querySelectorAll('[data-item]')];
  const seen = new Set();
  let drift = 0;
  let isOnce = true;
  const isAtTop = () => window.scrollY === 0 && items()[0]?.dataset.item === '${topId}';
  for (let step = 0; step < 4000 && !isAtTop(); step += 1) {
    window.scrollBy({ top: -300, behavior: 'instant' });
    const inView = items().filter((item) => {
      const { top, bottom } = item.getBoundingClientRect();
      return bottom > 64 && top < window.innerHeight;
    });
    const tops = inView.map((item) => item.getBoundingClientRect().top);
    await frame();
    await frame();
    inView.forEach((item, index) => {
      if (!item.isConnected) drift += 1000;
      drift += Math.abs(item.getBoundingClientRect().top - tops[index]);
    });
    for (const item of inView.toReversed()) seen.add(item.dataset.item);
    const ids = items().map((item) => item.dataset.item);
    isOnce &&= new Set(ids).size === ids.length;
  }
  return { drift, seen: [...seen], isOnce };
})()`;

/** Scrolls down as a reader does until all is loaded. */
export async function readToTheEnd(page: Page, say: Say): Promise<void> {
  const end = page.getByText(say('ui', 'end'));
  const goDown = async (): Promise<boolean> => {
    await page.mouse.wheel(0, 2000);
    const isAtBottom = await page.evaluate<boolean>(
      'scrollY + innerHeight >= document.documentElement.scrollHeight - 1',
    );
    return isAtBottom && (await end.count()) === 1;
  };
  await expect.poll(goDown, { timeout: 60_000 }).toBe(true);
}
