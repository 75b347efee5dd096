import type { Visibility } from '@dailyfeed/contract/member';
import type { FoundMemberPage } from '@dailyfeed/contract/search';
import { newId } from '@dailyfeed/service-kit/id';
import { afterAll, beforeAll, expect, test } from 'vitest';

import { reindex } from '../src/testing.ts';
import { eventOf, refusal, startTestSearch, type TestSearch } from './_harness.ts';

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

test('a handle with a line in it is itself; what some systems write in parts is the same', async () => {
  await add('tom_ato', '아무개');
  await add('tom_ato_fan', '토마토');
  expect(await findMembers('tom_ato')).toEqual(['tom_ato', 'tom_ato_fan']);
  expect(await findMembers('@Tom_Ato_fan')).toEqual(['tom_ato_fan']);
  expect(await findMembers('토마토'.normalize('NFD'))).toEqual(['tom_ato_fan']);
  expect(await suggest('토마'.normalize('NFD'))).toEqual(['@tom_ato_fan']);
});

test('whose name it is comes before whose bio has it, however many follow them; a bio is found by its words', async () => {
  const change = async (id: string, more: object): Promise<void> => {
    const member = search.world.members.get(id);
    if (member) search.world.members.set(id, { ...member, ...more });
    await search.tell([eventOf('member.updated', { memberId: id }, { id })]);
  };
  const told = await add('quiet_one', '조용이');
  await change(told, { bio: '주말마다 도예 공방에서 그릇을 빚어요', followerCount: 5000 });
  await add('pottery', '도예가');
  expect(await findMembers('도예')).toEqual(['pottery', 'quiet_one']);
  expect(await findMembers('"공방에서 그릇"')).toEqual(['quiet_one']);
  expect(await findMembers('조용이 그릇')).toEqual(['quiet_one']);
  expect(await suggest('도예')).toEqual(['@pottery']);
  await change(told, { bio: '' });
  expect(await findMembers('도예')).toEqual(['pottery']);
});

test('whose name, handle or bio has what is to be left out is not found, not even by a handle that is theirs', async () => {
  await add('wizard', 'Harry');
  await add('wizard_jr', 'Albus');
  await add('wizard_lily', '릴리');
  const told = await add('wizard_told', 'Somebody');
  const member = search.world.members.get(told);
  if (member) search.world.members.set(told, { ...member, bio: 'friend of Albus' });
  await search.tell([eventOf('member.updated', { memberId: told }, { id: told })]);
  const all = ['wizard', 'wizard_told', 'wizard_lily', 'wizard_jr'];
  expect(await findMembers('wizard')).toEqual(all);
  expect(await findMembers('wizard -albus')).toEqual(['wizard', 'wizard_lily']);
  expect(await findMembers('wizard -"friend of"')).not.toContain('wizard_told');
  expect(await findMembers('-릴리 @wizard')).not.toContain('wizard_lily');
  expect(await findMembers('wizard -harry')).not.toContain('wizard');
  expect(await findMembers('albus -told')).toEqual(['wizard_jr']);
  // Part of a word is not the word.
  expect(await findMembers('wizard -alb')).toEqual(all);
  expect(await refusal(search.nobody.search.members.query({ query: '-wizard' }))).toBe(
    'SEARCH_QUERY_EMPTY',
  );
});

test('of those whose name fits alike, who is followed by more comes first, as events tell and as a rebuild reads', async () => {
  const [few, many] = [await add('baker_few', '빵집'), await add('baker_many', '빵집')];
  expect(await findMembers('baker')).toEqual(['baker_many', 'baker_few']);
  const follow = async (
    id: string,
    followerCount: number,
    type: 'member.followed' | 'member.unfollowed' | 'member.blocked',
  ): Promise<void> => {
    const member = search.world.members.get(id);
    if (member) search.world.members.set(id, { ...member, followerCount });
    await search.tell([eventOf(type, { memberId: newId(), targetId: id }, { id })]);
  };
  await follow(few, 3, 'member.followed');
  expect(await findMembers('baker')).toEqual(['baker_few', 'baker_many']);
  expect(await suggest('baker')).toEqual(['@baker_few', '@baker_many']);
  await follow(many, 300, 'member.followed');
  expect(await findMembers('baker')).toEqual(['baker_many', 'baker_few']);
  await follow(many, 2, 'member.unfollowed');
  expect(await findMembers('baker')).toEqual(['baker_few', 'baker_many']);
  await follow(few, 0, 'member.blocked');
  expect(await findMembers('baker')).toEqual(['baker_many', 'baker_few']);
  const member = search.world.members.get(few);
  if (member) search.world.members.set(few, { ...member, followerCount: 9 });
  await reindex(search.deps);
  expect(await findMembers('baker')).toEqual(['baker_few', 'baker_many']);
});

test('of more who match than are looked at, those are there whom most follow, and whose whole name or handle it is', async () => {
  await search.deps.db.query(
    `INSERT INTO members (generation, id, handle_key, name_key, is_public, follower_count, tokens)
     SELECT id, gen_random_uuid(), 'owl' || number, 'owl' || number, true, 5, array_to_tsvector(ARRAY['owl', '^owl'])
     FROM generations, generate_series(1, 12000) AS number WHERE state = 'serving'`,
  );
  const famous = await add('the_famous_one', 'Owl Kim');
  const member = search.world.members.get(famous);
  if (member) search.world.members.set(famous, { ...member, followerCount: 1_000_000 });
  await search.tell([
    eventOf('member.followed', { memberId: newId(), targetId: famous }, { id: famous }),
  ]);
  await add('owl', 'Somebody');
  await add('nobody_follows', 'Owl');
  expect(await suggest('owl')).toEqual(['@nobody_follows', '@owl', '@the_famous_one']);
  expect(await findMembers('owl')).toEqual(['nobody_follows', 'owl', 'the_famous_one']);
});

test('members who are followed meanwhile are neither repeated nor left out while somebody pages', async () => {
  const ids: string[] = [];
  for (let index = 0; index < 12; index += 1) ids.push(await add(`crowd_${index}`, '무리'));
  const seen: string[] = [];
  const pages: FoundMemberPage[] = [];
  const read = (from: string | null): Promise<FoundMemberPage> =>
    search.nobody.search.members.query({ query: 'crowd', limit: 3, cursor: from });
  let cursor: string | null = null;
  do {
    const page = await read(cursor);
    pages.push(page);
    seen.push(...page.items.map(({ id }) => id));
    cursor = page.nextCursor;
    for (const [index, id] of ids.entries()) {
      const member = search.world.members.get(id);
      const followerCount = (index * 5 + seen.length) % 12;
      if (member) search.world.members.set(id, { ...member, followerCount: followerCount ** 3 });
    }
    await search.tell(
      ids.map((id) => eventOf('member.followed', { memberId: newId(), targetId: id }, { id })),
    );
  } while (cursor !== null);
  expect(seen.toSorted()).toEqual(ids.toSorted());
  // Who comes back to a page finds the same.
  for (const page of pages) expect(await read(page.startCursor)).toEqual(page);
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
  expect(seen).toEqual(authors.toReversed());

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
