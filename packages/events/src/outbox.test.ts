import { DomainEvent } from '@dailyfeed/contract/events';
import { expect, test } from 'vitest';

import type { NewEvent } from './new-event.ts';
import { shardCount, shardOf, toOutboxRow } from './outbox.ts';

const ann = '0190c1f2-0000-7000-8000-00000000000a';
const postId = '0190c1f2-0000-7000-8000-000000000001';
const commentId = '0190c1f2-0000-7000-8000-000000000002';
const now = new Date('2026-11-21T09:08:07.065Z');

const liked = toOutboxRow(
  {
    type: 'post.liked',
    actorId: ann,
    subject: { kind: 'post', id: postId },
    data: { postId, postAuthorId: ann, memberId: ann },
  },
  now,
);
const commented = toOutboxRow(
  {
    type: 'comment.created',
    actorId: ann,
    subject: { kind: 'comment', id: commentId },
    data: {
      commentId,
      postId,
      postAuthorId: ann,
      parentId: null,
      parentAuthorId: null,
      authorId: ann,
      text: 'yes',
      createdAt: now.toISOString(),
    },
  },
  now,
);

test('a row holds a whole event, under the same id and message key', () => {
  expect(DomainEvent.parse(liked.event)).toEqual(liked.event);
  expect(liked.event).toMatchObject({
    id: liked.id,
    messageKey: liked.messageKey,
    occurredAt: now.toISOString(),
    version: 1,
  });
  expect(liked.createdAt).toBe(now);
});

test('what happens to one post, comments included, has one key and one shard', () => {
  expect(commented.key).toBe(postId);
  expect(commented.key).toBe(liked.key);
  expect(commented.shard).toBe(liked.shard);
});

test('each fact gets an id of its own, even at the same instant', () => {
  const again = toOutboxRow(liked.event, now);
  expect(again.id).not.toBe(liked.id);
});

test('an event that is not what the contract says is not written', () => {
  const broken = { ...liked.event, data: { postId: 'no id' } } as unknown as NewEvent; // what a bug would make
  expect(() => toOutboxRow(broken, now)).toThrow(/postId/);
});

test('keys spread over all shards', () => {
  const shards = new Set(Array.from({ length: 200 }, (_, index) => shardOf(`key-${index}`)));
  expect(shards).toEqual(new Set(Array.from({ length: shardCount }, (_, index) => index)));
});
