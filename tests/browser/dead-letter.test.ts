import type { DeadLetter } from '@dailyfeed/events/dead-letter';
import { createDeadLetters } from '@dailyfeed/events/dead-letters';
import { createLog } from '@dailyfeed/service-kit/log';
import { expect } from 'vitest';

import { type Language, readMessages, test } from './_browser.ts';

test.for<{ language: Language; viewport: { width: number; height: number } }>([
  { language: 'en', viewport: { width: 1440, height: 900 } },
  { language: 'ko', viewport: { width: 390, height: 800 } },
])(
  'an admin reads why a message failed, sends it again and parks another, and nobody else gets there ($language)',
  async ({ language, viewport }, { site }) => {
    const say = await readMessages(language);
    const mongoUrl = site.network.stores.MONGODB_URL;
    await using deadLetters = createDeadLetters({
      mongoUrl,
      log: createLog('test', { level: 'silent' }),
    });
    const group = `group-${language}`;
    await deadLetters.add(letterOf(group, 'post.liked', 1));
    await deadLetters.add(letterOf(group, 'comment.created', 2));
    const ann = await site.network.signUp('ann');
    await ann.api.member.profile.update.mutate({ language });

    const page = await site.openAs(ann, '/admin/dead-letters', { language, viewport });
    await page.getByRole('main').getByRole('heading', { level: 1 }).waitFor();
    expect(await page.getByLabel(say('dead-letter', 'kind')).count()).toBe(0);
    await site.network.makeAdmin(ann);
    await page.reload();

    await page.getByLabel(say('dead-letter', 'group')).selectOption(group);
    const rowOf = (type: string) => page.getByRole('listitem').filter({ hasText: type });
    const press = (type: string, key: string) =>
      rowOf(type)
        .getByRole('button', { name: say('dead-letter', key) })
        .click();
    await press('post.liked', 'show');
    const dialog = page.getByRole('dialog');
    await dialog.getByText('"text": "안녕"').waitFor();
    await page.keyboard.press('Escape');
    await dialog.waitFor({ state: 'hidden' });

    await press('post.liked', 'park');
    const confirm = page.getByRole('alertdialog');
    await confirm.getByText(say('dead-letter', 'parkText')).waitFor();
    await confirm.getByRole('button', { name: say('dead-letter', 'park') }).click();
    await rowOf('post.liked').waitFor({ state: 'hidden' });
    // Who uses the keyboard goes on from what has come in its place.
    await rowOf('comment.created').and(page.locator(':focus')).waitFor();
    await press('comment.created', 'resend');
    await confirm.getByRole('button', { name: say('dead-letter', 'resend') }).click();
    await page.getByText(say('dead-letter', 'none')).waitFor();

    const kept = await deadLetters.list({ group });
    expect(kept.map(({ eventType, status }) => [eventType, status])).toEqual([
      ['comment.created', 'resent'],
      ['post.liked', 'parked'],
    ]);
  },
);

function letterOf(group: string, eventType: string, offset: number): DeadLetter {
  const at = new Date(Date.now() - 60_000 + offset);
  return {
    id: `${group}:topic:0:${offset}`,
    kind: 'listener',
    group,
    topic: 'topic',
    partition: 0,
    offset: String(offset),
    key: null,
    headers: { 'event-type': [Buffer.from(eventType).toString('base64')] },
    value: Buffer.from('{"text":"안녕"}').toString('base64'),
    eventId: null,
    eventType,
    errorClass: 'RangeError',
    errorMessage: 'Invalid time value',
    attempts: 4,
    firstFailedAt: at,
    lastFailedAt: at,
    status: 'waiting',
    resends: 0,
    // Left alone by the job for as long as the test takes.
    nextResendAt: new Date(Date.now() + 3_600_000),
    resolvedAt: null,
  };
}
