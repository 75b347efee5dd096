import { expect, test } from 'vitest';

import { fieldErrorsOf } from './field-error.ts';
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
