import { newId } from '@dailyfeed/service-kit/id';
import { afterAll, beforeAll, expect, test } from 'vitest';

import { postEvent, refusal, startTestSearch, type TestSearch } from './_harness.ts';

let search: TestSearch;
beforeAll(async () => {
  search = await startTestSearch();
});
afterAll(() => search[Symbol.asyncDispose]());

test.each([
  ['학교', '어제 학교에서 만난 친구'],
  ['학교', '새 학교는 넓다'],
  ['교', '모교'],
  ['점심', '오늘점심뭐먹지'],
  ['맛집추천', '성수동 맛집 추천 부탁해요'],
  ['맛집 추천', '맛집추천!'],
  ['AI기술', '요즘 AI 기술이 어렵다'],
  ['카페latte', '카페 Latte 한 잔'],
  ['ＬＡＴＴＥ', 'one latte please'],
  ['cafe', 'un Café à Paris'],
  ['カフェ', 'ｶﾌｪで勉強'],
  ['東京', '東京都に住む'],
  ['iphone 15', 'iPhone15 카메라'],
  ['🔥', '오늘 🔥🔥'],
  ['"빨간 사과"', '아주 빨간 사과 하나'],
  ['#감사', '오늘도 #감사 합니다'],
])('%s finds “%s”', async (query, text) => {
  const [id] = await search.write(text);
  expect(await search.find(query)).toContain(id);
});

test.each([
  ['학교', '학생과 교사'],
  ['"사과 빨간"', '아주 빨간 사과 하나'],
  ['사과 -빨간', '아주 빨간 사과 하나'],
  ['#감사', '오늘도 감사 합니다'],
  ['cat', 'concatenate'],
  ['맛집', '맛. 집'],
])('%s does not find “%s”', async (query, text) => {
  const [id] = await search.write(text);
  expect(await search.find(query)).not.toContain(id);
});

test('operators narrow down to an author, days, pictures, a language', async () => {
  const [ann, word] = [newId(), '연산자'];
  search.world.members.set(ann, {
    id: ann,
    handle: 'Ann_K',
    displayName: '안',
    avatarUrl: null,
    visibility: 'PUBLIC',
  });
  const signedUp = postEvent('post.created', search.world.add({ text: word, authorId: ann }));
  await search.tell([
    signedUp,
    { ...signedUp, type: 'member.signed_up', data: { memberId: ann } } as never, // the part that is read
  ]);
  const [hers = ''] = [...search.world.posts.values()].flatMap((post) =>
    post.authorId === ann ? [post.id] : [],
  );
  const [old = '', pictured = '', korean = ''] = await search.write(
    { text: word, createdAt: '2024-02-29T12:00:00.000Z' },
    { text: word, hasImage: true },
    { text: word, language: 'ko-KR' },
  );
  const all = [korean, pictured, hers, old];
  expect(new Set(await search.find(word))).toEqual(new Set(all));
  expect(await search.find(`${word} from:ann_k`)).toEqual([hers]);
  expect(await search.find('from:@ANN_K')).toEqual([hers]);
  expect(await search.find(`${word} from:nobody_here`)).toEqual([]);
  expect(await search.find(`${word} before:2024-03-01`)).toEqual([old]);
  expect(await search.find(`${word} after:2024-02-29 before:2024-03-01`)).toEqual([old]);
  expect(await search.find(`${word} before:2024-02-29`)).toEqual([]);
  expect(await search.find('before:2024-03-01')).toEqual([old]);
  expect(await search.find(`${word} after:2024-03-01`)).not.toContain(old);
  expect(await search.find(`${word} after:2024-03-01 before:2024-02-29`)).toEqual([]);
  expect(await search.find(`${word} after:2999-01-01`)).toEqual([]);
  expect(await search.find(`${word} has:image`)).toEqual([pictured]);
  expect(await search.find(`${word} lang:ko`)).toEqual([korean]);
});

test('what is found is marked where it stands', async () => {
  const text = '🔥 학교에서 Café, 학교';
  await search.write(text);
  const { items } = await search.nobody.search.posts.query({ query: '학교 cafe' });
  const marks = items[0]?.highlights.map(({ start, end }) => text.slice(start, end));
  expect(marks).toEqual(['학교', 'Café', '학교']);
});

test.each(['', '   ', '-word', '!!! ???', '%_%', '""', '\u202E\u200B', '-"두 마디" -#tag'])(
  'nothing to look for is said to be so: “%s”',
  async (query) => {
    expect(await refusal(search.nobody.search.posts.query({ query }))).toBe('SEARCH_QUERY_EMPTY');
    expect(await refusal(search.nobody.search.comments.query({ query }))).toBe(
      'SEARCH_QUERY_EMPTY',
    );
  },
);

test.each([201, 10_000])(
  'a query of %i characters is refused, by every procedure',
  async (length) => {
    const query = 'a'.repeat(length);
    const { posts, comments, members, tags, suggest } = search.nobody.search;
    const refusals = await Promise.all([
      refusal(posts.query({ query })),
      refusal(comments.query({ query })),
      refusal(members.query({ query })),
      refusal(tags.query({ query })),
      refusal(suggest.query({ prefix: query })),
    ]);
    expect(new Set(refusals)).toEqual(new Set(['INPUT_INVALID']));
  },
);

test('an address that holds 10,000 characters of another script is refused as too long', async () => {
  const input = encodeURIComponent(JSON.stringify({ query: '가'.repeat(10_000) }));
  const answer = await fetch(`${search.url}/trpc/search.posts?input=${input}`);
  expect([414, 431]).toContain(answer.status);
});

test.each([
  '책',
  'x',
  '!',
  '🔥',
  '   ',
  '-word -"two words" -#tag',
  'has:image lang:ko after:2026-01-01 before:2026-01-02 from:nobody_here',
  '"',
  '"a "b" c',
  '””„«',
  '(?:(?=x)x*)*$ [^]\\p{L}',
  "1' OR '1'='1",
  '$$; SELECT pg_sleep(9); $$ %s $1 :a',
  "'& !() | <2> foo:*A \\'",
  '\u202E\u2067abc\u2069 \u200Fאב\u200E',
  "'; DROP TABLE posts; --",
  "a' & b | !c <-> (d) :* \\",
  '.*(a+)+$ [x',
  'a\u0000b',
  '\uD800 lone',
  '👩‍👩‍👧 👍🏽 🇰🇷',
  'אבג ابج \u202Eabc',
  '"never closed',
  'from: before:yesterday has:everything lang:',
  'ㅋㅋㅋ ㄱㅏ',
  'x'.repeat(200),
  '가'.repeat(200),
])('odd text finds what it may, or is said to ask for nothing: %j', async (query) => {
  const outcomeOf = async (call: Promise<object>): Promise<unknown> =>
    (await refusal(call)) ?? Object.keys(await call);
  const page = ['items', 'nextCursor'];
  const memberPage = [...page, 'startCursor'];
  const { posts, comments, members, tags, suggest } = search.nobody.search;
  for (const sort of ['best', 'newest'] as const) {
    expect([page, 'SEARCH_QUERY_EMPTY']).toContainEqual(
      await outcomeOf(posts.query({ query, sort })),
    );
    expect([page, 'SEARCH_QUERY_EMPTY']).toContainEqual(
      await outcomeOf(comments.query({ query, sort })),
    );
  }
  expect([memberPage, 'SEARCH_QUERY_EMPTY']).toContainEqual(
    await outcomeOf(members.query({ query })),
  );
  expect([page, 'SEARCH_QUERY_EMPTY']).toContainEqual(await outcomeOf(tags.query({ query })));
  expect(await outcomeOf(suggest.query({ prefix: query }))).toEqual(['members', 'tags']);
});
