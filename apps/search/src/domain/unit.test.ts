import { expect, test } from 'vitest';

import { toUnits } from './unit.ts';

const textsOf = (text: string): string[] => toUnits(text).map((unit) => unit.text);

test.each<[string, string, string[]]>([
  ['Hangul goes by the character', '학교에서', ['학', '교', '에', '서']],
  ['so do Han and Kana', '大阪らーめん', ['大', '阪', 'ら', 'ー', 'め', 'ん']],
  ['traditional Han are simplified', '臺灣學校', ['台', '湾', '学', '校']],
  ['Katakana are Hiragana', 'ヴァイオリンヽヾヶ', Array.from('ゔぁいおりんゝゞゖ')],
  ['other scripts go by the word', 'Good morning, Ελλάδα', ['good', 'morning', 'ελλαδα']],
  ['letters are parted from digits', 'iPhone15pro', ['iphone', '15', 'pro']],
  ['widths are one', 'ＡＢＣ ｶﾞｷﾞ', ['abc', 'が', 'ぎ']],
  ['accents and other hands are one', 'Ĳssel ß Łódź naïve', ['ijssel', 'ss', 'lodz', 'naive']],
  ['marks of Kana and Hangul tell words apart', 'かぎ', ['か', 'ぎ']],
  ['an emoji is a word, whatever its variant', '❤️🔥👍🏽', ['❤', '🔥', '👍']],
  ['signs are nothing', '!?… — 「」', []],
  ['what cannot be seen parts nothing', 'in\u200Bvisi\u200Dble', ['invisible']],
  ['words of Devanagari keep their vowels', 'हिन्दी', ['हिन्दी']],
])('%s', (_, text, units) => {
  expect(textsOf(text)).toEqual(units);
});

test('neighbours are joined across blanks, not across signs or words', () => {
  const joined = (text: string) => toUnits(text).map((unit) => unit.isJoined);
  expect(joined('맛집 추천')).toEqual([false, true, true, true]);
  expect(joined('맛집.추천')).toEqual([false, true, false, true]);
  expect(joined('카페latte집')).toEqual([false, true, false, false]);
  expect(joined('불🔥불')).toEqual([false, false, false]);
});

test('each unit says where it stands in the text as it was written', () => {
  const text = '👩‍👩‍👧 Ｃafé\u0301s에서';
  const parts = toUnits(text).map(({ start, end }) => text.slice(start, end));
  expect(parts).toEqual(['👩', '👩', '👧', 'Ｃafé\u0301s', '에', '서']);
});
