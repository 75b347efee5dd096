import { newId } from '@dailyfeed/service-kit/id';
import { afterAll, beforeAll, expect, test } from 'vitest';

import { eventOf, startTestSearch, type TestSearch } from './_harness.ts';

let search: TestSearch;
let authorId: string;
beforeAll(async () => {
  search = await startTestSearch();
  authorId = newId();
  const handle = 'tagger';
  search.world.members.set(authorId, {
    id: authorId,
    handle,
    displayName: handle,
    avatarUrl: null,
    visibility: 'PUBLIC',
  });
  await search.tell([eventOf('member.signed_up', { memberId: authorId }, { id: authorId })]);
});
afterAll(() => search[Symbol.asyncDispose]());

/** All pages of what is found; something may happen between them. */
async function page(
  query: string,
  { limit, between }: { limit: number; between?: () => Promise<unknown> },
): Promise<string[]> {
  const found: string[] = [];
  let cursor: string | null = null;
  do {
    const page: Awaited<ReturnType<typeof search.nobody.search.tags.query>> =
      await search.nobody.search.tags.query({ query, limit, cursor });
    found.push(...page.items.map(({ tag }) => tag));
    cursor = page.nextCursor;
    if (cursor !== null) await between?.();
  } while (cursor !== null);
  return found;
}

test('of tags that match, so many are looked at, however many there are; those used most and the one that was typed are among them', async () => {
  const { db } = search.deps;
  // Used twice each, as 24,000 posts would tell of.
  await db.query(
    `INSERT INTO tags (generation, tag, use_count, tokens)
     SELECT id, 'many' || number, 2, array_to_tsvector(ARRAY['many', '^many' || number])
     FROM generations, generate_series(1, 12000) AS number WHERE state = 'serving'`,
  );
  await db.query(
    `INSERT INTO post_tags (generation, tag, post_id, author_id, created_at)
     SELECT generation, tag, gen_random_uuid(), $1, now() FROM tags`,
    [authorId],
  );
  const write = (text: string) => search.write({ text, authorId });
  await write('#many');
  for (let use = 0; use < 3; use += 1) await write('#many_much');
  const found = await page('#many', { limit: 100 });
  expect(found).toHaveLength(1000);
  expect(new Set(found).size).toBe(1000);
  expect(found.slice(0, 2)).toEqual(['many', 'many_much']);
  const { tags } = await search.nobody.search.suggest.query({ prefix: '#Many' });
  expect(tags.slice(0, 2)).toEqual([
    { tag: 'many', postCount: 1 },
    { tag: 'many_much', postCount: 3 },
  ]);
});

test('tags that are used meanwhile are neither repeated nor left out while somebody pages', async () => {
  const tags = Array.from({ length: 12 }, (_, index) => `used_${index}`);
  for (const tag of tags) await search.write({ text: `#${tag}`, authorId });
  let turn = 0;
  const found = await page('used', {
    limit: 3,
    between: async () => {
      turn += 1;
      for (const [index, tag] of tags.entries()) {
        const posts = Array.from({ length: (index * 5 + turn * 3) % 12 }, () => `#${tag}`);
        await search.write(...posts.map((text) => ({ text, authorId })));
      }
    },
  });
  expect(found.toSorted()).toEqual(tags.toSorted());
});

test('of the uses of a tag, so many are looked at, whoever may read them', async () => {
  await search.deps.db.query(
    `INSERT INTO post_tags (generation, tag, post_id, author_id, created_at)
     SELECT id, 'closed', ('00000000-0000-7000-8000-' || lpad(to_hex(number), 12, '0'))::uuid,
       gen_random_uuid(), now()
     FROM generations, generate_series(1, $1) AS number WHERE state = 'serving'`,
    [4999],
  );
  const find = async () => (await search.nobody.search.tags.query({ query: 'closed' })).items;
  await search.write({ text: '#closed', authorId });
  expect(await find()).toEqual([{ tag: 'closed', postCount: 1 }]);
  await search.write({ text: '#closed', authorId });
  expect(await find()).toEqual([{ tag: 'closed', postCount: 1 }]);
});

test('a tag is found in whichever Kana, width or case it was written, as any word is', async () => {
  const written = ['たぐ', 'タグ', 'ﾀｸﾞ'];
  const ids = await search.write(...written.map((tag) => ({ text: `#${tag}`, authorId })));
  const other = await search.write({ text: '#たこ', authorId });
  for (const tag of written) {
    expect(new Set(await search.find(`#${tag}`))).toEqual(new Set(ids));
    expect(await search.find(`#たこ -#${tag}`)).toEqual(other);
    const { items } = await search.nobody.search.tags.query({ query: tag });
    expect(new Set(items.map((item) => item.tag))).toEqual(new Set(['たぐ', 'タグ']));
  }
  expect((await search.find('from:tagger -#タグ')).filter((id) => ids.includes(id))).toEqual([]);
});

test('a tag that is found leaves out what it is not to have', async () => {
  await search.write({ text: '#coffee_shop #coffee_bean', authorId });
  const find = async (query: string) =>
    (await search.nobody.search.tags.query({ query })).items.map(({ tag }) => tag);
  expect(await find('#coffee -bean')).toEqual(['coffee_shop']);
});
