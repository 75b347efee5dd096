import type { Locator, Page } from 'playwright-core';

import type { Say } from './_browser.ts';

/** The way to the notifications, as it is read out: with how many are new, or with none. */
export function bell(page: Page, say: Say, count = 0): Locator {
  const label = say('shell', 'notifications');
  const name =
    count === 0
      ? label
      : say('shell', 'withNew').replace('{label}', label).replace('{count}', String(count));
  return page.getByRole('link', { name, exact: true }).filter({ visible: true });
}
