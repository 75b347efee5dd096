import type { Locator, Page } from 'playwright-core';
import { expect } from 'vitest';

/** More than any page has. */
const stopsMax = 120;

/** Moves on by the Tab key alone to `target`; of all on the way something must come in sight (WCAG 2.4.11). */
export async function tabTo(page: Page, target: Locator): Promise<void> {
  await target.waitFor();
  for (let stop = 0; stop < stopsMax; stop += 1) {
    if ((await page.locator(':focus').and(target).count()) > 0) return;
    await page.keyboard.press('Tab');
    // The browser scrolls to it in its next frame.
    await expect.poll(() => unseenName(page), { interval: 20 }).toEqual([]);
  }
  throw new Error(`${stopsMax} stops, and not at ${String(target)}`);
}

/** Moves there and presses Enter, or what presses it. */
export async function press(page: Page, target: Locator, key = 'Enter'): Promise<void> {
  await tabTo(page, target);
  await page.keyboard.press(key);
}

/** Moves there and types over what is there. */
export async function type(page: Page, target: Locator, text: string): Promise<void> {
  await tabTo(page, target);
  await page.keyboard.press('ControlOrMeta+A');
  await page.keyboard.type(text);
}

/** What has the focus, if none of it can be seen: its middle and a point near each corner are looked at. */
export function unseenName(page: Page): Promise<string[]> {
  return page.evaluate<string[]>(`(() => {
    const element = document.activeElement;
    const { x, y, width, height } = element.getBoundingClientRect();
    const isSeen = [[0.5, 0.5], [0.1, 0.2], [0.9, 0.2], [0.1, 0.8], [0.9, 0.8]].some(([right, down]) => {
      const top = document.elementFromPoint(x + width * right, y + height * down);
      return element.contains(top) || [...(element.labels ?? [])].some((label) => label.contains(top));
    });
    return isSeen ? [] : [element.ariaLabel ?? (element.textContent || element.id)];
  })()`);
}
