import { expect, test } from 'vitest';

import { attemptOf, emptyDraft, readDraft, writeDraft } from './draft.ts';

function memoryStorage() {
  const items = new Map<string, string>();
  return {
    items,
    getItem: (key: string) => items.get(key) ?? null,
    setItem: (key: string, value: string) => void items.set(key, value),
    removeItem: (key: string) => void items.delete(key),
  };
}

function counter(): () => string {
  let count = 0;
  return () => `key-${++count}`;
}

test('a draft comes back as it was left, and only in its own slot', () => {
  const storage = memoryStorage();
  const draft = { text: '안녕', attempt: { text: '안녕', idempotencyKey: 'key-1' } };
  writeDraft(storage, 'post:a', draft);
  expect(readDraft(storage, 'post:a')).toEqual(draft);
  expect(readDraft(storage, 'post:b')).toEqual(emptyDraft);
});

test('an empty draft leaves nothing behind', () => {
  const storage = memoryStorage();
  writeDraft(storage, 'post:a', { text: 'x', attempt: null });
  writeDraft(storage, 'post:a', emptyDraft);
  expect(storage.items.size).toBe(0);
});

test('a broken or refused storage never throws', () => {
  const storage = memoryStorage();
  storage.items.set('draft:post:a', '{"text":1');
  expect(readDraft(storage, 'post:a')).toEqual(emptyDraft);
  const refusing = {
    ...storage,
    setItem: () => {
      throw new Error('QuotaExceededError');
    },
  };
  expect(() => writeDraft(refusing, 'post:a', { text: 'x', attempt: null })).not.toThrow();
});

test('one text keeps one idempotency key until it changes', () => {
  const newKey = counter();
  const first = attemptOf({ text: 'a', attempt: null }, newKey);
  expect(attemptOf({ text: 'a', attempt: first }, newKey)).toEqual(first);
  expect(attemptOf({ text: 'b', attempt: first }, newKey).idempotencyKey).toBe('key-2');
});
