import fc from 'fast-check';
import { expect, test } from 'vitest';

import { Entities, type Entity } from './entity.ts';
import { entityLimits, findEntities, urlLengthMax } from './find-entities.ts';

/** Kind and text of each entity. */
function shape(text: string): string[] {
  return findEntities(text).map((entity) => `${entity.kind}:${textOf(text, entity)}`);
}

function textOf(text: string, { start, end }: Entity): string {
  return text.slice(start, end);
}

/** Text as people write it, and as people write who mean harm. */
const anyText = fc
  .array(
    fc.oneof(
      fc.constantFrom('#', '＃', '@', '＠', 'https://', 'a.example', '/', '?', ' ', '\n', '.', ')'),
      fc.constantFrom('첫눈', 'mina', 'ｍｉｎａ', '東京', '_', '1', '👩‍👩‍👧', '\u0301', '님', '%', '&'),
      fc.string({ unit: 'grapheme', maxLength: 5 }),
    ),
    { maxLength: 40 },
  )
  .map((parts) => parts.join(''));

test('entities stand in order, overlap nowhere, lie within the text and are what the contract says', () => {
  fc.assert(
    fc.property(anyText, (text) => {
      let last = 0;
      const entities = Entities.parse(findEntities(text));
      for (const { start, end } of entities) {
        expect(start).toBeGreaterThanOrEqual(last);
        expect(end).toBeGreaterThan(start);
        last = end;
      }
      expect(last).toBeLessThanOrEqual(text.length);
    }),
  );
});

test('whatever the text: a mention is a handle, a tag holds a letter and is looked up as it is, a link is http', () => {
  fc.assert(
    fc.property(anyText, (text) => {
      for (const entity of findEntities(text)) {
        expect(describe(textOf(text, entity), entity)).toMatch(
          /^(mention [@＠][a-zA-Z0-9_]{3,30}|tag [#＃][\p{L}\p{M}\p{N}_]{1,50} letters|link https?:)$/u,
        );
      }
    }),
  );
});

/** Kind and what must be so of it. */
function describe(own: string, entity: Entity): string {
  switch (entity.kind) {
    case 'mention':
      return `mention ${own}`;
    case 'tag': {
      const isKey = entity.tag === entity.tag.normalize('NFKC').toLowerCase();
      return `tag ${own} ${isKey && /\p{L}/u.test(entity.tag) ? 'letters' : entity.tag}`;
    }
    case 'link':
      return /\s/u.test(own) ? own : `link ${new URL(entity.url).protocol}`;
  }
}

test('a word put between two others is found wherever it stands', () => {
  const words = fc.constantFrom('#첫눈', '#Seoul_2026', '@mina_k', 'https://a.example/b?c=d#e');
  fc.assert(
    fc.property(anyText, words, anyText, (before, word, after) => {
      const found = findEntities(`${before.slice(0, 60)} ${word} ${after.slice(0, 60)}`);
      expect(found.map((entity) => entity.end - entity.start)).toContain(word.length);
    }),
  );
});

test('a link ends before punctuation, unopened brackets and Korean particles', () => {
  expect(shape('(https://a.example/b).')).toEqual(['link:https://a.example/b']);
  expect(shape('https://a.example/b_(c)')).toEqual(['link:https://a.example/b_(c)']);
  expect(shape('https://example.com에서')).toEqual(['link:https://example.com']);
  const korean = 'https://ko.example.org/wiki/한국';
  expect(shape(`${korean}!`)).toEqual([`link:${korean}`]);
});

test.each(['javascript:alert(1)', 'data:text/html,x', 'ftp://a.example', 'https://nodots'])(
  '%s is no link',
  (text) => expect(shape(text)).toEqual([]),
);

test('a mention is a whole handle at the start of a word', () => {
  expect(shape('@seoyeon님, (@mina) ＠jun')).toEqual([
    'mention:@seoyeon',
    'mention:@mina',
    'mention:＠jun',
  ]);
  expect(shape('a@b.example @ab @user@host https://a.example/@mina')).toEqual([
    'link:https://a.example/@mina',
  ]);
  expect(shape(`@${'a'.repeat(31)}`)).toEqual([]);
});

test('a tag holds a letter and starts a word; its writings are one', () => {
  expect(shape('#첫눈 으로 #2026년 ＃東京')).toEqual(['tag:#첫눈', 'tag:#2026년', 'tag:＃東京']);
  expect(shape('C# #1 a#b')).toEqual([]);
  const keys = findEntities('#Seoul #SEOUL #ｓｅｏｕｌ').map(
    (entity) => entity.kind === 'tag' && entity.tag,
  );
  expect(new Set(keys)).toEqual(new Set(['seoul']));
});

test('what is more than the limit is plain text', () => {
  const tags = Array.from({ length: 100 }, (_, index) => `#t${index}`);
  expect(shape(`${tags.join(' ')} @mina`)).toHaveLength(entityLimits.tags + 1);
  const address = 'https://a.example/';
  const longest = address.padEnd(urlLengthMax, 'a');
  expect(shape(longest)).toEqual([`link:${longest}`]);
  // Ten marks on each letter: as it is sent, it is sixty times as long as what is seen.
  const marked = `a${'\u0324'.repeat(10)}`;
  expect(shape(`${longest}a ${address}${marked.repeat(300)} #tag`)).toEqual(['tag:#tag']);
});

test('text made to slow a parser down is read in linear time', () => {
  const started = performance.now();
  for (const piece of ['@', '#', 'https://a.', '(', '#1', 'a.', ')']) {
    findEntities(piece.repeat(5000));
  }
  findEntities(`https://a.example/${')'.repeat(50_000)}`);
  findEntities(`https://a.example/${'.'.repeat(5000)}`);
  expect(performance.now() - started).toBeLessThan(250);
});
