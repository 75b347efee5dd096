import { expect, test } from 'vitest';

import { toHighlights } from './highlight.ts';
import { parseQuery } from './query.ts';

const marked = (text: string, query: string): string[] =>
  toHighlights(text, parseQuery(query)).map(({ start, end }) => text.slice(start, end));

test.each<[string, string, string[]]>([
  ['학교', '학교에서 큰학교로', ['학교', '학교']],
  ['맛집추천', '성수 맛집 추천!', ['맛집 추천']],
  ['cafe', 'Un Café, CAFE', ['Café', 'CAFE']],
  ['"red apple" red', 'a red apple, red', ['red apple', 'red']],
  ['#감사', '오늘도 #감사 합니다', ['감사']],
  ['사과 -빨간', '사과는 파란', ['사과']],
  ['👩', '👩‍👩‍👧 와', ['👩‍👩‍👧']],
  ['학교 교에', '학교에서', ['학교에']],
  ['없다', '있다', []],
])('%s in “%s”', (query, text, expected) => {
  expect(marked(text, query)).toEqual(expected);
});

test('however much is found, there are at most a hundred', () => {
  expect(marked('가 '.repeat(5000), '가').length).toBeLessThanOrEqual(100);
});
