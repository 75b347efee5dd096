import { expect } from 'vitest';

import { until } from '../src/until.ts';
import { readMessages, test } from './_browser.ts';

test('how much of a picture has been sent is told while it goes', async ({ site }) => {
  const ned = await site.network.signUp('ned');
  const page = await site.openAs(ned, '/', { viewport: { width: 390, height: 844 } });
  const buffer = await page.screenshot();
  // What stands behind its end does not matter to a picture; it takes its time on a slow line.
  const large = Buffer.concat([buffer, Buffer.alloc(8_000_000)]);
  const browser = await page.context().newCDPSession(page);
  await browser.send('Network.enable');
  const slow = { offline: false, latency: 0, downloadThroughput: -1, uploadThroughput: 500_000 };
  await browser.send('Network.emulateNetworkConditions', slow);
  await page
    .locator('input[type=file]')
    .first()
    .setInputFiles([{ name: 'large.png', mimeType: 'image/png', buffer: large }]);
  const bar = page.getByRole('progressbar').first();
  const shares = new Set<number>();
  await until(
    async () => {
      const told = await bar.getAttribute('aria-label', { timeout: 1000 }).catch(() => null);
      const [percent] = told?.match(/\d+/) ?? [];
      if (percent !== undefined) shares.add(Number(percent));
      return [...shares].filter((each) => each > 0 && each < 100).length;
    },
    (count) => count >= 2,
  );
  expect([...shares]).toEqual([...shares].toSorted((one, other) => one - other));
});

test('a picture of more than 10 MB is refused before it is sent, and says why', async ({
  site,
}) => {
  const say = await readMessages('en');
  const ora = await site.network.signUp('ora');
  const page = await site.openAs(ora, '/', { viewport: { width: 390, height: 844 } });
  const buffer = await page.screenshot();
  let sent = 0;
  await page.route('**/api/image?*', (route) => {
    sent += 1;
    return route.continue();
  });
  const large = Buffer.concat([buffer, Buffer.alloc(10 * 1024 * 1024)]);
  await page
    .locator('input[type=file]')
    .first()
    .setInputFiles([{ name: 'large.png', mimeType: 'image/png', buffer: large }]);
  await page.getByText(say('error', 'IMAGE_TOO_LARGE')).first().waitFor();
  expect(sent).toBe(0);
});
