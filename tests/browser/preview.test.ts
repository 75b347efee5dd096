import { randomUUID } from 'node:crypto';

import type { Page } from 'playwright-core';
import { expect } from 'vitest';

import { onePixel } from '../src/one-pixel.ts';
import { until } from '../src/until.ts';
import { type Language, test } from './_browser.ts';

test.for<{ language: Language; locale: string }>([
  { language: 'en', locale: 'en_US' },
  { language: 'ko', locale: 'ko_KR' },
])(
  'the card of a public post shows who wrote what, with its picture; of one that not everybody may see it shows nothing ($language)',
  async ({ language, locale }, { site }) => {
    const ann = await site.network.signUp('ann');
    const { content, member } = ann.api;
    const write = (given: { text: string; images?: { id: string; alt: string }[] }) =>
      content.post.create.mutate({ ...given, idempotencyKey: randomUUID() });
    const { id: image } = await ann.uploadImage(onePixel);
    const seen = await write({
      text: `Heron on\nthe roof "${language}" <b>`,
      images: [{ id: image, alt: 'A heron' }],
    });
    const plain = await write({ text: 'Without a picture' });
    const warned = await content.post.create.mutate({
      text: 'He dies in the end',
      contentWarning: 'Spoiler',
      idempotencyKey: randomUUID(),
    });
    const deleted = await write({ text: `Gone ${language}` });
    await content.post.delete.mutate({ id: deleted.id });
    const hidden = await write({ text: `Come and buy followers now, ${language}` });
    await until(
      () => ann.api.timeline.post.byId.query({ id: hidden.id }),
      ({ hiding }) => hiding !== null,
    );

    // Whoever makes a card runs no scripts.
    const page = await site.open({ language, javaScriptEnabled: false });
    const { url } = site.network;
    await page.goto(`/p/${seen.id}`);
    expect(await cardOf(page)).toMatchObject({
      'og:title': `ann: “Heron on the roof "${language}" <b>”`,
      'og:description': `Heron on the roof "${language}" <b>`,
      'og:image': `${url}/api/image/${image}/large`,
      'og:image:alt': 'A heron',
      'og:url': `${url}/p/${seen.id}`,
      'og:type': 'article',
      'og:site_name': 'dailyfeed',
      'og:locale': locale,
      'twitter:card': 'summary_large_image',
    });
    const picture = await page.request.get(`/api/image/${image}/large`);
    expect(picture.headers()['content-type']).toMatch(/^image\//);

    await page.goto(`/p/${plain.id}`);
    const { 'og:image': mark, ...card } = await cardOf(page);
    expect(card).toMatchObject({ 'og:locale': locale, 'twitter:card': 'summary' });
    expect(mark).toMatch(new RegExp(`^${url}/opengraph-image`));
    expect((await page.request.get(mark ?? '')).headers()['content-type']).toBe('image/png');

    await page.goto(`/p/${warned.id}`);
    expect(await cardOf(page)).toMatchObject({ 'og:description': 'Spoiler' });
    expect(await page.locator('head').innerHTML()).not.toContain('dies');

    for (const post of [deleted, hidden]) await expectNothing(page, post);
    await member.profile.setVisibility.mutate({ visibility: 'FOLLOWERS' });
    for (const post of [seen, plain]) await expectNothing(page, post);

    async function expectNothing(of: Page, { id, text }: { id: string; text: string }) {
      const answer = await of.goto(`/p/${id}`);
      expect(answer?.status()).toBe(404);
      const html = await of.content();
      for (const word of [text.slice(0, 8), '@ann', image]) expect(html).not.toContain(word);
      expect(await cardOf(of)).not.toHaveProperty('og:url');
    }
  },
);

test.for<Language>(['en', 'ko'])(
  'a relative time tells the exact one, in the zone and the language of the reader (%s)',
  async (language, { site }) => {
    const ann = await site.network.signUp('ann');
    const { id, createdAt } = await ann.api.content.post.create.mutate({
      text: 'When?',
      idempotencyKey: randomUUID(),
    });
    const page = await site.open({ language });
    await page.goto(`/p/${id}`);
    await page.goto(`/@${ann.handle}`);
    const time = page.getByRole('article').filter({ hasText: 'When?' }).locator('time').first();
    // The browsers of these tests are in Seoul, their server is not.
    const exact = new Intl.DateTimeFormat(language, {
      dateStyle: 'medium',
      timeStyle: 'short',
      timeZone: 'Asia/Seoul',
    }).format(new Date(createdAt));
    await expect.poll(async () => plain(await time.getAttribute('title'))).toBe(plain(exact));
    expect(await time.getAttribute('datetime')).toBe(createdAt);
    expect(await time.innerText()).not.toContain(':');
  },
);

/** What is said of a page to those who make a card of it, by name. */
async function cardOf(page: Page): Promise<Record<string, string>> {
  const said = await page
    .locator('meta[property^="og:"], meta[name^="twitter:"]')
    .evaluateAll((metas: Meta[]) =>
      metas.map((meta) => [
        meta.getAttribute('property') ?? meta.getAttribute('name'),
        meta.content,
      ]),
    );
  return Object.fromEntries(said) as Record<string, string>; // each has one of both names
}

type Meta = { getAttribute(name: string): string | null; content: string };

/** Editions of the language data differ in their spaces. */
function plain(text: string | null): string {
  return (text ?? '').replaceAll(/\s/g, ' ');
}
