import type { KafkaMessage } from 'kafkajs';
import { expect, test } from 'vitest';

import { isFailureAnew, toListenerLetter } from './dead-letter.ts';

const place = { group: 'g', topic: 'topic', partition: 0 };

function letterOf(value: string | null, headers: Record<string, string> = {}) {
  const message: KafkaMessage = {
    key: null,
    value: value === null ? null : Buffer.from(value),
    headers,
    offset: '7',
    timestamp: '0',
    attributes: 0,
  };
  const failure = { error: new Error('cannot'), attempts: 4, firstFailedAt: new Date(0) };
  return toListenerLetter(message, place, failure);
}

test('a message has one letter; another at its place, in a topic that was made anew, has its own', () => {
  const { id } = letterOf('one');
  expect(id).toMatch(/^g:topic:0:7:[0-9a-f]{12}$/);
  expect(letterOf('one').id).toBe(id);
  expect(new Set([id, letterOf('two').id, letterOf(null).id]).size).toBe(3);
});

test('what was sent again is the letter that it was sent from', () => {
  const headers = {
    'x-dead-letter-id': 'g:topic:0:3:abc',
    'x-dead-letter-resends': '2',
    'x-dead-letter-first-failed-at': '2026-11-21T10:00:00.000Z',
    trace: 'kept',
  };
  const letter = letterOf('one', headers);
  expect(letter).toMatchObject({ id: 'g:topic:0:3:abc', resends: 2 });
  expect(Object.keys(letter.headers)).toEqual(['trace']);
});

test('a letter learns of a failure that it does not know of', () => {
  const kept = { ...letterOf('one'), status: 'resent' as const, resends: 1 };
  expect(isFailureAnew({ ...kept, resends: 2 }, kept)).toBe(true);
  // Delivered again, after a kill.
  expect(isFailureAnew({ ...kept, resends: 1 }, kept)).toBe(false);

  const row = { ...kept, kind: 'publisher' as const, resends: 0 };
  const died = (ms: number) => ({
    ...row,
    lastFailedAt: new Date(row.lastFailedAt.getTime() + ms),
  });
  expect(isFailureAnew(died(1), row)).toBe(true);
  expect(isFailureAnew(died(0), row)).toBe(false);
  expect(isFailureAnew(died(1), { ...row, status: 'waiting' })).toBe(false);
});
