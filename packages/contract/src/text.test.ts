import { expect, test } from 'vitest';

import { SignUpInput } from './auth.ts';
import { fieldErrorsOf } from './field-error.ts';
import { Id } from './id.ts';
import { ByHandleInput } from './member.ts';
import { graphemeCount, line, text } from './text.ts';

function refusal(schema: ReturnType<typeof text>, value: unknown): string | undefined {
  const result = schema.safeParse(value);
  return result.success ? undefined : fieldErrorsOf(result.error)[''];
}

test('characters are counted as a reader counts them', () => {
  expect(graphemeCount('각👩‍👩‍👧é')).toBe(3);
  expect(text(3).safeParse('👩‍👩‍👧'.repeat(3)).success).toBe(true);
  expect(refusal(text(3), '가나다라')).toBe('too_long');
});

test('text is normalised, trimmed and keeps its line feeds', () => {
  expect(text(10).parse(' \u1100\u1161\r\nb ')).toBe('가\nb');
});

test.each([
  ['', 'required'],
  [' \n ', 'required'],
  ['\u200B\u2060', 'required'],
  ['\u3164', 'required'],
  ['a\u0000b', 'control_characters'],
  ['a\u202Eb', 'control_characters'],
  ['\uD800', 'control_characters'],
  [undefined, 'required'],
  [7, 'invalid'],
  ['a' + '\u0301'.repeat(500), 'too_long'],
])('%j is refused as %s', (value, key) => {
  expect(refusal(text(20), value)).toBe(key);
});

test('a name is one line', () => {
  expect(refusal(line(20), 'a\nb')).toBe('control_characters');
});

test('an id is lower case whoever wrote it', () => {
  expect(Id.parse('0190C1F2-0000-7000-8000-00000000000A')).toBe(
    '0190c1f2-0000-7000-8000-00000000000a',
  );
});

test.each([
  'https://example.com/\u0000',
  'https://example.com/\u202Etxt.exe',
  'https://mina:secret@example.com/',
  'javascript:alert(1)',
])('%j is no web address to show', (websiteUrl) => {
  const input = {
    email: 'mina@example.com',
    password: 'correct horse',
    handle: 'mina',
    displayName: 'Mina',
    websiteUrl,
  };
  expect(SignUpInput.safeParse(input).error?.issues).toMatchObject([{ path: ['websiteUrl'] }]);
});

test.each(['a\u0000b', '한글', 'a-b'])('%j is no handle to look up', (handle) => {
  expect(ByHandleInput.safeParse({ handle }).success).toBe(false);
});
