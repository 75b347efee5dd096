import fc from 'fast-check';
import { expect, test } from 'vitest';

import { isEmpty, parseQuery } from './query.ts';
import { toTsquery } from './tsquery.ts';

const read = (text: string) => {
  const { terms, without, ...rest } = parseQuery(text);
  const toText = (list: typeof terms) =>
    list.map((term) => term.map((unit) => unit.text).join(' '));
  const given = Object.entries({ ...rest, terms: toText(terms), without: toText(without) });
  return Object.fromEntries(
    given.filter(([, value]) => (Array.isArray(value) ? value.length > 0 : Boolean(value))),
  );
};

test.each<[string, object]>([
  ['red apple', { terms: ['red', 'apple'] }],
  ['"red apple"', { terms: ['red apple'] }],
  ['“red apple” 「사과」', { terms: ['red apple', '사 과'] }],
  ['"never closed', { terms: ['never closed'] }],
  [
    'apple -red -"very old" -#tag',
    { terms: ['apple'], without: ['red', 'very old'], withoutTags: ['tag'] },
  ],
  ['twenty-one', { terms: ['twenty one'] }],
  ['#감사 ＃ＴＡＧ', { tags: ['감사', 'tag'] }],
  ['from:Ann from:@bob_1', { from: ['ann', 'bob_1'] }],
  ['ＦＲＯＭ：ann', { from: ['ann'] }],
  ['after:2026-01-01 before:2026-02-01', { after: '2026-01-01', before: '2026-02-01' }],
  ['before:2026-03-01 before:2026-02-01', { before: '2026-02-01' }],
  ['after:2026-03-01 after:2026-02-01', { after: '2026-03-01' }],
  ['has:image lang:ko-KR', { hasImage: true, languages: ['ko'] }],
  ['before:2026-02-30', { terms: ['before 2026 02 30'] }],
  ['has:wings from:- lang:klingon', { terms: ['has wings', 'from', 'lang klingon'] }],
  ['foo:bar C# #1', { terms: ['foo bar', 'c', '1'] }],
  ['-from:ann', { without: ['from ann'] }],
])('%s', (text, expected) => {
  expect(read(text)).toEqual(expected);
});

test.each(['', '-a', '- -', '"" “”', '!?', '-#tag -"b c"'])('%j asks for nothing', (text) => {
  expect(isEmpty(parseQuery(text))).toBe(true);
});

test.each(['a', '#a', 'from:ann', 'has:image', 'lang:ko', 'before:2026-01-01', 'after:2026-01-01'])(
  '%j asks for something',
  (text) => {
    expect(isEmpty(parseQuery(text))).toBe(false);
  },
);

test('whatever is typed is read, and signs of PostgreSQL’s own stay within quotes', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'binary', maxLength: 200 }), (text) => {
      const query = toTsquery(parseQuery(text), { authorIds: [] });
      const unquoted = (query ?? '').replaceAll(/'(?:[^']|'')*'/g, '');
      expect(unquoted).toMatch(/^[\s&|!()<>\d:*]*$/);
    }),
  );
});
