import { findEntities } from '@dailyfeed/contract/find-entities';
import { expect, test } from 'vitest';

import { detectLanguage } from './language.ts';

const languageOf = (text: string) => detectLanguage(text, findEntities(text));

test.each([
  ['오늘 첫눈이 왔다', 'ko'],
  ['네', 'ko'],
  ['ㅋㅋㅋ', 'ko'],
  ['Good morning everyone, the snow is here', 'en'],
  ['今日はいい天気ですね', 'ja'],
  ['はい', 'ja'],
  ['今天天气很好', 'zh'],
  ['Bonjour tout le monde, comment ça va?', 'fr'],
  ['Привет, как дела?', 'ru'],
])('%s is %s', (text, language) => expect(languageOf(text)).toBe(language));

test.each([
  'lol',
  '12345',
  '👩‍👩‍👧',
  'https://example.com/this-is-an-english-address',
  '@mina_kim_says',
])('the language of %s cannot be told', (text) => expect(languageOf(text)).toBe(null));

test('an address in another language does not count', () => {
  expect(languageOf('첫눈 https://example.com/the-first-snow-of-this-long-winter')).toBe('ko');
});
