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
