import type { Visibility } from '@dailyfeed/contract/member';
import { newId } from '@dailyfeed/service-kit/id';
import { afterAll, beforeAll, expect, test } from 'vitest';

import { eventOf, startTestSearch, type TestSearch } from './_harness.ts';

let search: TestSearch;
beforeAll(async () => {
  search = await startTestSearch();
});
afterAll(() => search[Symbol.asyncDispose]());

async function add(
  handle: string,
  displayName: string,
  visibility: Visibility = 'PUBLIC',
): Promise<string> {
  const id = newId();
  search.world.members.set(id, { id, handle, displayName, avatarUrl: null, visibility });
  await search.tell([eventOf('member.signed_up', { memberId: id }, { id })]);
  return id;
}
const suggest = async (prefix: string) => {
  const { members, tags } = await search.nobody.search.suggest.query({ prefix });
  return [...members.map(({ handle }) => `@${handle}`), ...tags.map(({ tag }) => `#${tag}`)];
};
const findMembers = async (query: string) =>
  (await search.nobody.search.members.query({ query })).items.map(({ handle }) => handle);

test('members and tags are suggested by what they begin with, as far as it has been typed', async () => {
  const authorId = await add('minji_k', '김 민지');
  await add('kimchi', '김치왕', 'PRIVATE');
  await search.write({ text: '#김장 #김밥', authorId });
  for (const prefix of ['ㄱㅁㅈ', '민지', '김민', 'minj', '@MIN', '＠minji_']) {
    expect(await suggest(prefix)).toEqual(['@minji_k']);
  }
  expect(await suggest('#ㄱㅈ')).toEqual(['#김장']);
  expect(await suggest('#기')).toEqual(['#김장', '#김밥']);
  expect(new Set(await suggest('ㄱ'))).toEqual(new Set(['@minji_k', '@kimchi', '#김장', '#김밥']));
  for (const prefix of ['', '  ', '@', '#', '!?', '없는말'])
    expect(await suggest(prefix)).toEqual([]);
});

test('whoever the reader may not meet is neither suggested nor found', async () => {
  const id = await add('hidden_one', '숨은이');
  expect(await suggest('숨은')).toEqual(['@hidden_one']);
  search.world.unseen.add(id);
  expect(await suggest('숨은')).toEqual([]);
  expect(await findMembers('숨은이')).toEqual([]);
});

test('whose handle it is comes before who begins so, and they before whoever has it somewhere', async () => {
  await add('somebody_rex', '아무개');
  await add('rexington', '아무개');
  await add('rex', '아무개');
  await add('another', 'Rex Kim');
  expect(await findMembers('rex')).toEqual(['rex', 'rexington', 'another', 'somebody_rex']);
  expect(await findMembers('@REX')).toEqual(['rex', 'rexington', 'another', 'somebody_rex']);
  expect(await findMembers('kim re')).toEqual(['another']);
});

test('members and tags go on behind their cursor', async () => {
  const authors = [];
  for (let index = 0; index < 7; index += 1) authors.push(await add(`paged_${index}`, '쪽'));
  const seen: string[] = [];
  let cursor: string | null = null;
  do {
    const page: Awaited<ReturnType<typeof search.nobody.search.members.query>> =
      await search.nobody.search.members.query({ query: 'paged', limit: 3, cursor });
    seen.push(...page.items.map(({ id }) => id));
    cursor = page.nextCursor;
  } while (cursor !== null);
  expect(seen).toEqual(authors);

  for (const [index, authorId] of authors.entries()) {
    await search.write({ text: '#쪽표1 #쪽표2 #쪽표3'.slice(0, 5 * ((index % 3) + 1)), authorId });
  }
  const tags: string[] = [];
  do {
    const page: Awaited<ReturnType<typeof search.nobody.search.tags.query>> =
      await search.nobody.search.tags.query({ query: '쪽표', limit: 1, cursor });
    tags.push(...page.items.map(({ tag, postCount }) => `${tag} ${postCount}`));
    cursor = page.nextCursor;
  } while (cursor !== null);
  expect(tags).toEqual(['쪽표1 7', '쪽표2 4', '쪽표3 2']);
});

test('a tag is in trend when several use it more than usual, and the answer is made once a minute', async () => {
  let now = new Date();
  await using search = await startTestSearch({ now: () => now });
  const join = async (visibility: Visibility): Promise<string> => {
    const id = newId();
    const handle = `h_${id.slice(-8)}`;
    search.world.members.set(id, { id, handle, displayName: '앤', avatarUrl: null, visibility });
    await search.tell([eventOf('member.signed_up', { memberId: id }, { id })]);
    return id;
  };
  const [ann, bob, closed] = [await join('PUBLIC'), await join('PUBLIC'), await join('FOLLOWERS')];
  const usual = Array.from({ length: 14 }, (_, index) => ({
    text: '#늘쓰는말 #더쓰는말',
    authorId: index % 2 ? ann : bob,
    createdAt: new Date(now.getTime() - (1.5 + index / 3) * 86_400_000).toISOString(),
  }));
  const today = [ann, bob].flatMap((authorId) => [
    { text: '#늘쓰는말 #더쓰는말', authorId },
    { text: '#새말 #더쓰는말', authorId },
    { text: '#새말', authorId },
  ]);
  await search.write(
    ...usual,
    ...today,
    { text: '#혼자쓰는말', authorId: ann },
    { text: '#혼자쓰는말', authorId: ann },
    { text: '#닫힌말', authorId: closed },
    { text: '#닫힌말', authorId: ann },
  );
  const read = async () => (await search.nobody.search.trends.query()).items;
  expect(await read()).toEqual([
    { tag: '새말', postCount: 4, authorCount: 2 },
    { tag: '더쓰는말', postCount: 4, authorCount: 2 },
  ]);
  await search.write(...[ann, bob].map((authorId) => ({ text: '#더새말', authorId })));
  expect(await read()).toHaveLength(2);
  now = new Date(now.getTime() + 61_000);
  await expect.poll(read).toHaveLength(3);
});
