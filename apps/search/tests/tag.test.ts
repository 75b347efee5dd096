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

test('of tags that match, so many are looked at, however many there are; the one that was typed is among them', async () => {
  const { db } = search.deps;
  // Used once each, as 6,000 posts would tell of.
  await db.query(
    `INSERT INTO tags (generation, tag, use_count, tokens)
     SELECT id, 'many' || number, 1, array_to_tsvector(ARRAY['many', '^many' || number])
     FROM generations, generate_series(1, 6000) AS number WHERE state = 'serving'`,
  );
  await db.query(
    `INSERT INTO post_tags (generation, tag, post_id, author_id, created_at)
     SELECT generation, tag, gen_random_uuid(), $1, now() FROM tags`,
    [authorId],
  );
  const found: string[] = [];
  let cursor: string | null = null;
  do {
    const page: Awaited<ReturnType<typeof search.nobody.search.tags.query>> =
      await search.nobody.search.tags.query({ query: '#many', limit: 100, cursor });
    found.push(...page.items.map(({ tag }) => tag));
    cursor = page.nextCursor;
  } while (cursor !== null);
  expect(found).toHaveLength(5000);
  expect(new Set(found).size).toBe(5000);
  await search.write({ text: '#many', authorId }, { text: '#many', authorId });
  const { items } = await search.nobody.search.tags.query({ query: '#Many', limit: 1 });
  expect(items).toEqual([{ tag: 'many', postCount: 2 }]);
  const { tags } = await search.nobody.search.suggest.query({ prefix: '#many6000' });
  expect(tags).toEqual([{ tag: 'many6000', postCount: 1 }]);
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
