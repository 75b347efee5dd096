import { expect, test } from 'vitest';

import { shownAddress, textTokens } from './text-tokens.ts';

function shape(text: string): string[] {
  return textTokens(text).map((token) => `${token.kind}:${token.text}`);
}

test('the tokens of a text joined are the text', () => {
  const texts = [
    '',
    'a',
    '#첫눈 @mina\nhttps://a.example/b?c=(d). 끝',
    '@@@###',
    'https://',
    '👩‍👩‍👧 #👩',
  ];
  for (const text of texts) {
    expect(
      textTokens(text)
        .map((token) => token.text)
        .join(''),
    ).toBe(text);
  }
});

test('a link ends before punctuation, unopened brackets and Korean particles', () => {
  expect(shape('(https://a.example/b).')).toEqual([
    'plain:(',
    'link:https://a.example/b',
    'plain:).',
  ]);
  expect(shape('https://a.example/b_(c)')).toEqual(['link:https://a.example/b_(c)']);
  expect(shape('https://example.com에서')).toEqual(['link:https://example.com', 'plain:에서']);
  expect(shape('https://ko.example.org/wiki/한국!')).toEqual([
    'link:https://ko.example.org/wiki/한국',
    'plain:!',
  ]);
});

test('only http and https become links', () => {
  for (const text of [
    'javascript:alert(1)',
    'data:text/html,x',
    'ftp://a.example',
    'https://nodots',
  ])
    expect(shape(text)).toEqual([`plain:${text}`]);
});

test('a mention is a whole handle at the start of a word', () => {
  expect(shape('@seoyeon님, 안녕')).toEqual(['mention:@seoyeon', 'plain:님, 안녕']);
  expect(shape('(@mina)')).toEqual(['plain:(', 'mention:@mina', 'plain:)']);
  expect(shape('a@b.example @ab @user@host https://a.example/@mina')).toEqual([
    'plain:a@b.example @ab @user@host ',
    'link:https://a.example/@mina',
  ]);
  expect(shape(`@${'a'.repeat(31)}`)).toEqual([`plain:@${'a'.repeat(31)}`]);
});

test('a tag holds a letter and starts a word', () => {
  expect(shape('#첫눈 으로')).toEqual(['tag:#첫눈', 'plain: 으로']);
  expect(shape('#2026년')).toEqual(['tag:#2026년']);
  expect(shape('C# #1 a#b')).toEqual(['plain:C# #1 a#b']);
});

test('text made to slow a parser down is read in linear time', () => {
  const started = performance.now();
  for (const piece of ['@', '#', 'https://a.', '(', '#1', 'a.', ')'])
    textTokens(piece.repeat(5000));
  textTokens(`https://a.example/${')'.repeat(50_000)}`);
  textTokens(`https://a.example/${'.'.repeat(5000)}`);
  expect(performance.now() - started).toBeLessThan(250);
});

test('a shown address has no scheme and is cut when long', () => {
  expect(shownAddress('https://www.example.com/')).toBe('example.com');
  expect(shownAddress(`https://example.com/${'a'.repeat(80)}`)).toHaveLength(42);
});
