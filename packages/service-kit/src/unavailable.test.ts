import { expect, test } from 'vitest';

import { isStoreUnavailable } from './unavailable.ts';

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
