import { AppError, type ErrorCode } from '@dailyfeed/contract/errors';
import { expect, test } from 'vitest';

import { isDependencyAway, isStoreUnavailable, isTooSlow } from './unavailable.ts';

test.each([
  ['ReplyError', { message: "READONLY You can't write against a read only replica." }],
  ['ReplyError', { message: 'LOADING Redis is loading the dataset in memory' }],
  ['ReplyError', { message: 'CLUSTERDOWN The cluster is down' }],
  ['ReplyError', { message: "OOM command not allowed when used memory > 'maxmemory'." }],
  ['MongoServerError', { code: 10_107, message: 'not primary' }],
  ['MongoServerError', { code: 11_602, message: 'operation was interrupted' }],
  ['MongoBulkWriteError', { code: 189, message: 'primary stepped down' }],
  ['error', { code: '40P01', message: 'deadlock detected' }],
  ['error', { code: '40001', message: 'could not serialize access' }],
])('a store in the middle of a failover or a conflict is waited for: %s %o', (name, facts) => {
  expect(isStoreUnavailable(Object.assign(new Error(), { name, ...facts }))).toBe(true);
});

test.each([
  ['ReplyError', { message: 'WRONGTYPE Operation against a key' }],
  ['MongoServerError', { code: 11_000, message: 'duplicate key' }],
  ['Error', { code: 10_107, message: 'READONLY, says someone else' }],
  ['error', { code: '23505', message: 'duplicate key value' }],
])('a store that refuses what it was asked is there: %s %o', (name, facts) => {
  expect(isStoreUnavailable(Object.assign(new Error(), { name, ...facts }))).toBe(false);
});

test.each<[ErrorCode, boolean]>([
  ['STORE_UNAVAILABLE', true],
  ['UPSTREAM_UNAVAILABLE', true],
  ['TOKEN_INVALID', true],
  // It is there, and fails at what it is asked.
  ['UPSTREAM_FAILED', false],
  ['POST_NOT_FOUND', false],
])('whether a service that answers %s is waited for: %s', (code, isAway) => {
  expect(isDependencyAway(new AppError(code))).toBe(isAway);
});

test.each([
  ['DriverAdapterError', { cause: Object.assign(new Error('canceling'), { code: '57014' }) }],
  ['MongoServerError', { code: 50, message: 'operation exceeded time limit' }],
  ['MongoBulkWriteError', { code: 50, message: 'operation exceeded time limit' }],
  ['MongoNetworkTimeoutError', { message: 'connection 1 to 127.0.0.1:1 timed out' }],
])(
  'a store that takes too long is there, and is told apart from one that is away: %s %o',
  (name, facts) => {
    const slow = Object.assign(new Error(), { name, ...facts });
    expect([isDependencyAway(slow), isTooSlow(slow)]).toEqual([true, true]);
  },
);

test.each([
  ['Error', { code: 'ECONNREFUSED' }],
  ['MongoServerSelectionError', { message: 'connect ECONNREFUSED 127.0.0.1:1' }],
  ['MongoNetworkError', { message: 'connection 1 to 127.0.0.1:1 closed' }],
  ['MongoServerError', { code: 10_107, message: 'not primary' }],
])('a store that is away is not too slow: %s %o', (name, facts) => {
  const away = Object.assign(new Error(), { name, ...facts });
  expect([isDependencyAway(away), isTooSlow(away)]).toEqual([true, false]);
});
