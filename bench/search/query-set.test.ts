import { SearchQuery } from '@dailyfeed/contract/search';
import { describe, expect, test } from 'vitest';

import { createJudge } from './judge.ts';
import { QueryKind, readQuerySet } from './query-set.ts';

describe('the query set of search', async () => {
  const { documents, queries } = await readQuerySet();
  const judge = createJudge(documents);
  const ids = documents.map(({ id }) => id);

  test('has 600 posts and 300 queries in Korean, Japanese, Chinese, English and mixtures', () => {
    expect(documents.length).toBeGreaterThanOrEqual(600);
    expect(queries.length).toBeGreaterThanOrEqual(300);
    const languages = new Set(['ko', 'en', 'ja', 'zh', 'mixed']);
    expect(new Set(documents.map(({ language }) => language))).toEqual(languages);
    expect(new Set(queries.map(({ language }) => language))).toEqual(languages);
  });

  test('names each post once, says nothing twice, and asks each query once in a language', () => {
    expect(new Set(ids).size).toBe(ids.length);
    expect(new Set(documents.map(({ text }) => text)).size).toBe(ids.length);
    const asked = queries.map(({ language, query }) => `${language} ${query}`);
    expect(new Set(asked).size).toBe(asked.length);
  });

  test('asks what can be asked, and hardly anything that there is nothing of', () => {
    const tooLong = queries.filter(({ query }) => !SearchQuery.safeParse(query).success);
    expect(tooLong).toEqual([]);
    const forNothing = queries.filter(({ expected }) => expected.length === 0);
    expect(forNothing.length).toBeLessThan(10);
  });

  test('has queries of every kind', () => {
    expect(new Set(queries.map(({ kind }) => kind))).toEqual(new Set(QueryKind.options));
  });

  test('expects the posts in which the asked words stand, and no homographs', () => {
    const answers = queries.map(({ query, expected, homographs = [] }) => ({
      query,
      found: [...expected, ...homographs].toSorted(),
    }));
    expect(answers).toEqual(
      queries.map(({ query }) => ({ query, found: judge(query).toSorted() })),
    );
  });
});

describe('the judge of the query set', () => {
  const finds = (query: string, text: string): boolean =>
    createJudge([{ id: 'only', language: 'ko', text }])(query).length === 1;

  test.each([
    ['학교', '학교에서'],
    ['맛집추천', '부산 맛집 추천'],
    ['맛집 추천', '부산 맛집추천'],
    ['"맛집 추천"', '부산 맛집추천'],
    ['AI기술', 'ai 기술이'],
    ['카페latte', '카페 ＬＡＴＴＥ보다'],
    ['cafe', 'the Café on the corner'],
    ['ｺｰﾋｰ', 'コーヒー豆'],
    ['らーめん', '朝からラーメンだ'],
    ['图书馆', '圖書館的窗邊'],
    ['커피 -카페', '커피를 줄였다'],
    ['#food', 'soup again #Food'],
  ])('finds %s in "%s"', (query, text) => expect(finds(query, text)).toBe(true));

  test.each([
    ['사과', '인사 과장'],
    ['run', 'running'],
    ['かき', 'かぎをなくした'],
    ['커피 -카페', '카페에서 커피를'],
    ['"new york"', 'new shoes, old York'],
    ['#food', 'no food'],
    ['lang:en 커피', '커피'],
  ])('does not find %s in "%s"', (query, text) => expect(finds(query, text)).toBe(false));
});
