import { randomUUID } from 'node:crypto';

import { expect } from 'vitest';

import { type Site, test } from './_browser.ts';
import { phone, read, rowOf } from './_place.ts';

const write = (text: string) => ({ text, idempotencyKey: randomUUID() });

/** Somebody, and a reader who follows them. */
async function startReading(site: Site) {
  const [ann, bob] = await Promise.all([site.network.signUp('ann'), site.network.signUp('bob')]);
  await bob.api.member.follow.follow.mutate({ memberId: ann.memberId });
  return { ann, bob };
}

test('the post being read stays where it is while posts arrive, and others are changed or deleted', async ({
  site,
}) => {
  const { ann, bob } = await startReading(site);
  const posts = [];
  for (let number = 1; number <= 12; number += 1) {
    posts.push(await ann.api.content.post.create.mutate(write(`Entry ${number}.`)));
  }
  const page = await site.openAs(bob, '/', { viewport: phone });
  const [below, , , , , inView] = posts;
  const [above, deleted] = posts.slice(-3);
  if (!below || !inView || !above || !deleted) throw new Error('Too few posts');
  await rowOf(page, deleted.id).waitFor();
  const before = await read(page, inView.id);
  expect(await page.evaluate<number>('window.scrollY')).toBeGreaterThan(0);

  const edit = ({ id, version }: typeof above) =>
    ann.api.content.post.edit.mutate({ id, version, text: 'A longer story. '.repeat(40) });
  await edit(above);
  await edit(inView);
  await ann.api.content.post.delete.mutate({ id: deleted.id });
  await ann.api.content.post.delete.mutate({ id: below.id });
  await ann.api.content.post.create.mutate(write('Another one'));
  await page.getByRole('button', { name: '1 new post', exact: true }).waitFor();
  expect(await rowOf(page, inView.id).boundingBox()).toEqual(before);

  // Also when the connection comes back.
  const asked = page.waitForResponse((answer) => answer.url().includes('feed.head'));
  await page.context().setOffline(true);
  await page.context().setOffline(false);
  await ann.api.content.post.create.mutate(write('And one more'));
  await asked;
  await page.getByRole('button', { name: '2 new posts', exact: true }).waitFor();
  expect(await rowOf(page, inView.id).boundingBox()).toEqual(before);
});

test('a post stays where it is while the pictures above it come', async ({ site }) => {
  const { ann, bob } = await startReading(site);
  const look = await site.open();
  await look.goto('/login');
  const file = new Blob([Buffer.from(await look.screenshot())], { type: 'image/png' });
  const { id } = await ann.api.content.post.create.mutate(write('Below the pictures'));
  for (const alts of [['One'], ['Two', 'Three']]) {
    const images = [];
    for (const alt of alts) images.push({ id: (await ann.uploadImage(file)).id, alt });
    await ann.api.content.post.create.mutate({ ...write(alts.join(', ')), images });
  }
  const page = await site.openAs(bob, '/discover', { viewport: { width: 390, height: 2400 } });
  const held = Promise.withResolvers<void>();
  await page.route('**/api/image/**', async (route) => {
    await held.promise;
    await route.continue();
  });
  await page.goto('/');
  const row = rowOf(page, id);
  await row.waitFor();
  const pictures = page.getByRole('button', { name: /^(One|Two|Three)/ }).locator('img');
  await expect.poll(() => pictures.count()).toBe(3);
  const shown = (elements: { naturalWidth: number }[]) =>
    elements.filter(({ naturalWidth }) => naturalWidth > 0).length;
  expect(await pictures.evaluateAll(shown)).toBe(0);
  const before = await row.boundingBox();
  held.resolve();
  await expect.poll(() => pictures.evaluateAll(shown)).toBe(3);
  expect(await row.boundingBox()).toEqual(before);
});

test('after a reload the same post is under the eye, also one of a later page', async ({
  site,
}) => {
  const { ann, bob } = await startReading(site);
  const posts = [];
  for (let number = 1; number <= 32; number += 1) {
    const text = number % 4 === 0 ? 'A long story. '.repeat(30) : `Entry ${number}.`;
    posts.push(await ann.api.content.post.create.mutate(write(text)));
  }
  const [, , , , , , inView] = posts;
  if (!inView) throw new Error('Too few posts');
  const page = await site.openAs(bob, '/', { viewport: phone });
  const before = await read(page, inView.id);
  await page.reload();
  await expect.poll(() => rowOf(page, inView.id).boundingBox()).toEqual(before);
  // Posts that came meanwhile wait above.
  await ann.api.content.post.create.mutate(write('Newest'));
  await page.getByRole('button', { name: '1 new post', exact: true }).waitFor();
  expect(await rowOf(page, inView.id).boundingBox()).toEqual(before);
});
