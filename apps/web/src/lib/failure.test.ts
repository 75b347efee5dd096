import { TRPCClientError } from '@trpc/client';
import { expect, test } from 'vitest';

import { failureOf, isPassing, isSessionFailure } from './failure.ts';

function answered(data: Record<string, unknown>): unknown {
  return TRPCClientError.from({ error: { message: 'x', code: -32_600, data } });
}

test("a service's answer keeps its code, its fields and when to try again", () => {
  const error = answered({
    appCode: 'RATE_LIMITED',
    fields: { text: 'too_long' },
    retryAfterSeconds: 3,
    requestId: 'r1',
  });
  expect(failureOf(error)).toEqual({
    code: 'RATE_LIMITED',
    fields: { text: 'too_long' },
    retryAfterSeconds: 3,
    requestId: 'r1',
  });
});

test('no answer at all is told apart from a broken one', () => {
  const offline = new Error('no refresh', { cause: new TypeError('fetch failed') });
  expect(failureOf(TRPCClientError.from(offline)).code).toBe('NETWORK');
  const late = new DOMException('signal timed out', 'TimeoutError');
  expect(failureOf(TRPCClientError.from(late)).code).toBe('NETWORK');
  expect(failureOf(new Error('bug')).code).toBe('INTERNAL');
  expect(failureOf('odd').code).toBe('INTERNAL');
});

test('what was not sent for want of the one who asked is no fault of ours', () => {
  const superseded = Object.assign(new Error('changed'), { name: 'SupersededError' });
  expect(failureOf(superseded).code).toBe('SUPERSEDED');
  expect(failureOf(TRPCClientError.from(superseded)).code).toBe('SUPERSEDED');
});

test('a log-in mends what a session ended under, be it sent by then or not', () => {
  const superseded = Object.assign(new Error('changed'), { name: 'SupersededError' });
  const revoked = answered({ appCode: 'TOKEN_REVOKED', requestId: '' });
  for (const error of [superseded, revoked])
    expect(isSessionFailure(failureOf(error).code)).toBe(true);
  for (const error of [new TypeError('fetch failed'), answered({ appCode: 'POST_NOT_FOUND' })])
    expect(isSessionFailure(failureOf(error).code)).toBe(false);
});

test('only what may pass by itself is tried again without asking', () => {
  expect(isPassing(new TypeError('fetch failed'))).toBe(true);
  expect(isPassing(answered({ appCode: 'STORE_UNAVAILABLE', requestId: '' }))).toBe(true);
  expect(isPassing(answered({ appCode: 'SEARCH_TIMEOUT', requestId: '' }))).toBe(true);
  expect(isPassing(answered({ appCode: 'POST_NOT_FOUND', requestId: '' }))).toBe(false);
  expect(isPassing(answered({ appCode: 'UNAUTHENTICATED', requestId: '' }))).toBe(false);
});
