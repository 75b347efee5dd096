import { expect, test } from 'vitest';

import { currentTopics, topicOf } from './topic.ts';

test('a topic is named by the day in UTC', () => {
  expect(topicOf('member-activity', new Date('2026-11-21T23:59:59.999Z'))).toBe(
    'member-activity-20261121',
  );
  expect(topicOf('member-activity', new Date('2026-11-22T08:00:00+09:00'))).toBe(
    'member-activity-20261121',
  );
});

test('today and tomorrow are kept ready, across the end of a year too', () => {
  expect(currentTopics('x', new Date('2026-12-31T12:00:00Z'))).toEqual([
    'x-20261231',
    'x-20270101',
  ]);
});

test('before midnight the day after tomorrow is ready as well, so that nothing changes at midnight', () => {
  const before = currentTopics('x', new Date('2026-11-21T23:57:00Z'));
  expect(before).toEqual(['x-20261121', 'x-20261122', 'x-20261123']);
  for (const topic of currentTopics('x', new Date('2026-11-22T00:00:00.100Z'))) {
    expect(before).toContain(topic);
  }
});
