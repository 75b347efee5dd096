import { expect, test } from 'vitest';

import { formatAge, formatAgo, formatCount, formatMoment } from './format.ts';

const now = new Date('2026-11-21T03:00:00Z');
const ko = { locale: 'ko', now, timeZone: 'Asia/Seoul' };
const en = { locale: 'en', now, timeZone: 'Europe/Berlin' };
const ago = (ms: number): Date => new Date(now.getTime() - ms);
const minute = 60_000;

test.each([
  [59_999, null, null],
  [minute, '1분', '1m'],
  [59 * minute, '59분', '59m'],
  [60 * minute, '1시간', '1h'],
  [23.9 * 60 * minute, '23시간', '23h'],
  [24 * 60 * minute, '1일', '1d'],
  [8 * 24 * 60 * minute, '11월 13일', 'Nov 13'],
  [700 * 24 * 60 * minute, '2024년 12월 21일', 'Dec 21, 2024'],
])('%d ms ago reads %s and %s', (ms, korean, english) => {
  expect(formatAge(ago(ms), ko)).toBe(korean);
  expect(formatAge(ago(ms), en)).toBe(english);
});

test.each([
  [59_999, null, null],
  [59 * minute, '59분 전', '59 minutes ago'],
  [60 * minute, '1시간 전', '1 hour ago'],
  [6 * 24 * 60 * minute, '6일 전', '6 days ago'],
  [8 * 24 * 60 * minute, '11월 13일', 'Nov 13'],
])('within a sentence, %d ms ago reads %s and %s', (ms, korean, english) => {
  expect(formatAgo(ago(ms), ko)).toBe(korean);
  expect(formatAgo(ago(ms), en)).toBe(english);
});

test('a clock that runs behind never shows a time to come', () => {
  expect(formatAge(ago(-5 * minute), ko)).toBeNull();
});

test("a moment is told in the reader's own zone", () => {
  expect(formatMoment(now, ko)).toContain('12:00');
  expect(formatMoment(now, en)).toContain('4:00');
});

test.each([
  [7, '7', '7'],
  [1204, '1,204', '1.2K'],
  [12_300, '1.2만', '12.3K'],
])('%d likes read %s and %s', (count, korean, english) => {
  expect(formatCount(count, 'ko')).toBe(korean);
  expect(formatCount(count, 'en')).toBe(english);
});
