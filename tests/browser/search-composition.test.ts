import { randomUUID } from 'node:crypto';

import { expect } from 'vitest';

import { until } from '../src/until.ts';
import { readMessages, test } from './_browser.ts';

test('a syllable that is still being composed suggests already, beside the content and on the page', async ({
  site,
}) => {
  const say = await readMessages('en');
  const ann = await site.network.signUp('ann');
  await ann.api.content.post.create.mutate({
    text: '#곶감말리기',
    idempotencyKey: randomUUID(),
  });
  await until(
    () => ann.api.search.search.suggest.query({ prefix: '곶감' }),
    ({ tags }) => tags.length > 0,
  );
  await ann.api.member.profile.update.mutate({ language: 'en' });
  const page = await site.openAs(ann, '/', { viewport: { width: 1440, height: 900 } });
  const keyboard = await page.context().newCDPSession(page);
  const compose = (text: string): Promise<unknown> =>
    keyboard.send('Input.imeSetComposition', {
      text,
      selectionStart: text.length,
      selectionEnd: text.length,
    });
  const box = page.getByLabel(say('search', 'label'));
  const option = page.getByRole('option', { name: /곶감말리기/ });

  for (const path of ['/recent', '/search']) {
    await page.goto(path);
    // Then the scripts run: what is composed before is typed anew by them.
    await page.getByRole('button', { name: `@${ann.handle}` }).waitFor();
    await box.click();
    await box.and(page.getByRole('combobox')).and(page.locator(':focus')).waitFor();
    await compose('고');
    await compose('곶');
    await option.waitFor();
    expect(await box.inputValue()).toBe('곶');
    await keyboard.send('Input.insertText', { text: '곶' });
    await compose('가');
    await compose('감');
    await option.waitFor();
    expect(await box.inputValue()).toBe('곶감');
  }
});
