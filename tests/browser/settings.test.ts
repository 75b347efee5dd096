import { expect } from 'vitest';

import { readMessages, test } from './_browser.ts';

test('a profile that was changed in another tab keeps what this one did not change, and shows it', async ({
  site,
}) => {
  const [say, ann] = await Promise.all([readMessages('en'), site.network.signUp('ann')]);
  const page = await site.openAs(ann, '/settings/profile');
  const bio = page.getByLabel(say('profile-settings', 'bio'));
  const location = page.getByLabel(say('profile-settings', 'location'));
  await bio.waitFor();
  await ann.api.member.profile.update.mutate({ bio: 'Written elsewhere' });
  const save = page
    .locator('form')
    .filter({ has: bio })
    .getByRole('button', { name: say('profile-settings', 'save') });
  for (const place of ['Busan', 'Daegu']) {
    await location.fill(place);
    await save.click();
    await expect
      .poll(() => ann.api.member.profile.me.query())
      .toMatchObject({ location: place, bio: 'Written elsewhere' });
    await expect.poll(() => bio.inputValue()).toBe('Written elsewhere');
  }
  // What was changed here and saved is not sent again.
  await ann.api.member.profile.update.mutate({ location: 'Seoul' });
  await bio.fill('Written here');
  await save.click();
  await expect
    .poll(() => ann.api.member.profile.me.query())
    .toMatchObject({ location: 'Seoul', bio: 'Written here' });
});

test('what one wants to hear of and has set in another tab stays so, and is shown', async ({
  site,
}) => {
  const [say, ann] = await Promise.all([readMessages('en'), site.network.signUp('ann')]);
  const page = await site.openAs(ann, '/settings/notifications');
  const likes = page.getByLabel('Likes');
  await likes.waitFor();
  const { notification } = ann.api.activity;
  await notification.setPreferences.mutate({
    ...(await notification.preferences.query()),
    like: 'nobody',
  });
  await page.getByLabel('Mentions').selectOption('following');
  await page.getByRole('button', { name: say('notification', 'save') }).click();
  await expect
    .poll(() => notification.preferences.query())
    .toMatchObject({ like: 'nobody', mention: 'following' });
  await expect.poll(() => likes.inputValue()).toBe('nobody');
});

test('on a low screen language and theme stand at the foot of the side column, and the rest of it is scrolled', async ({
  site,
}) => {
  const height = 420;
  // Those who write are suggested to somebody who follows nobody yet.
  const [ann, ...others] = await Promise.all([
    site.network.signUp('ann'),
    site.network.signUp('bob'),
    site.network.signUp('cat'),
    site.network.signUp('dan'),
  ]);
  for (const { api } of others) {
    await api.content.post.create.mutate({ text: 'Here', idempotencyKey: crypto.randomUUID() });
  }
  const page = await site.openAs(ann, '/', { viewport: { width: 1366, height } });
  const column = page.getByRole('complementary');
  const suggestions = column.getByRole('region').first();
  await suggestions.waitFor();
  const korean = column.getByRole('button', { name: '한국어' });
  const box = await korean.boundingBox();
  expect((box?.y ?? height) + (box?.height ?? 0)).toBeLessThanOrEqual(height);
  const last = suggestions.getByRole('button').last();
  await last.focus();
  const focused = await last.boundingBox();
  expect((focused?.y ?? height) + (focused?.height ?? 0)).toBeLessThanOrEqual(box?.y ?? 0);
});

test('a browser that lets pages keep nothing shows a post, and answers to shortcuts', async ({
  site,
}) => {
  const ann = await site.network.signUp('ann');
  const { id } = await ann.api.content.post.create.mutate({
    text: 'Nothing is kept',
    idempotencyKey: crypto.randomUUID(),
  });
  const page = await site.open();
  await page.addInitScript(`for (const name of ['localStorage', 'sessionStorage']) {
    Object.defineProperty(window, name, { get: () => { throw new DOMException('denied', 'SecurityError'); } });
  }`);
  await page.goto(`/p/${id}`);
  const help = page.getByRole('dialog');
  // As soon as its scripts run.
  const ask = async (): Promise<number> => {
    if ((await help.count()) === 0) await page.keyboard.press('?');
    return help.count();
  };
  await expect.poll(ask, { timeout: 15_000 }).toBe(1);
  expect(await page.getByText('Nothing is kept').isVisible()).toBe(true);
});

test('what the browser draws around a page has the colour of the theme, or of the device', async ({
  site,
}) => {
  const say = await readMessages('en');
  for (const colorScheme of ['light', 'dark'] as const) {
    const page = await site.open({ colorScheme });
    await page.goto('/settings/appearance');
    const main = page.getByRole('main');
    const themes = ['themeDark', 'themeContrast', 'themeLight', 'themeSystem'];
    for (const theme of themes) {
      await main.getByRole('radio', { name: say('shell', theme) }).check();
      await expect.poll(() => page.evaluate(readsColours)).toMatchObject({ isAlike: true });
    }
    await main.getByRole('radio', { name: say('shell', 'themeContrast') }).check();
    await page.locator('html[data-theme=contrast]').waitFor();
    await page
      .getByRole('navigation')
      .getByRole('link', { name: say('shell', 'search') })
      .click();
    await page.waitForURL('/search');
    await expect
      .poll(() => page.evaluate(readsColours))
      .toEqual({ drawn: ['#000'], paper: '#000', isAlike: true });
  }
});

test('a picture that was chosen and not cut is let go of with its page', async ({ site }) => {
  const say = await readMessages('en');
  const bob = await site.network.signUp('bob');
  const page = await site.openAs(bob, '/robots.txt');
  const file = { name: 'a.png', mimeType: 'image/png', buffer: await page.screenshot() };
  await page.addInitScript(`{
    globalThis.heldUrls = new Set();
    const { createObjectURL, revokeObjectURL } = URL;
    URL.createObjectURL = (of) => {
      const url = createObjectURL.call(URL, of);
      heldUrls.add(url);
      return url;
    };
    URL.revokeObjectURL = (url) => {
      heldUrls.delete(url);
      revokeObjectURL.call(URL, url);
    };
  }`);
  await page.goto('/settings/account');
  await page
    .getByRole('link', { name: say('profile-settings', 'profileTitle') })
    .first()
    .click();
  await page.waitForURL('/settings/profile');
  // Behind the dialog it has no role.
  const chooser = page.locator('main input[type=file]').first();
  for (let time = 0; time < 2; time += 1) {
    await chooser.setInputFiles([file]);
    await page
      .getByRole('dialog')
      .getByRole('button', { name: say('image', 'save') })
      .waitFor();
    expect(await page.evaluate('heldUrls.size')).toBe(1);
  }
  await page.goBack();
  await page.waitForURL('/settings/account');
  await expect.poll(() => page.evaluate('heldUrls.size')).toBe(0);
});

const readsColours = `(() => {
  const metas = [...document.querySelectorAll('meta[name="theme-color"]')];
  const drawn = metas.filter(({ media }) => matchMedia(media).matches).map(({ content }) => content);
  const paper = getComputedStyle(document.documentElement).getPropertyValue('--paper');
  return { drawn, paper, isAlike: drawn.join() === paper };
})()`;
