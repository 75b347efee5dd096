import { expect, test } from 'vitest';

import { attemptOf, emptyDraft, isInterrupted, readDraft, writeDraft } from './draft.ts';

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
  const draft = {
    text: '안녕',
    warning: '',
    images: [{ id: 'image-1', alt: 'a cat' }],
    attempt: {
      text: '안녕',
      warning: '',
      images: [],
      idempotencyKey: 'key-1',
      interruptedAt: null,
    },
    saved: { id: 'draft-1', version: 2 },
  };
  writeDraft(storage, 'post:a', draft);
  expect(readDraft(storage, 'post:a')).toEqual(draft);
  expect(readDraft(storage, 'post:b')).toEqual(emptyDraft);
});

test('an empty draft leaves nothing behind', () => {
  const storage = memoryStorage();
  writeDraft(storage, 'post:a', { ...emptyDraft, text: 'x' });
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
  expect(() => writeDraft(refusing, 'post:a', { ...emptyDraft, text: 'x' })).not.toThrow();
});

test('the same words keep one idempotency key until they change', () => {
  const newKey = counter();
  const draft = { ...emptyDraft, text: 'a' };
  const attempt = attemptOf(draft, newKey);
  expect(attemptOf({ ...draft, attempt }, newKey)).toEqual(attempt);
  expect(attemptOf({ ...draft, text: 'b', attempt }, newKey).idempotencyKey).toBe('key-2');
  expect(attemptOf({ ...draft, warning: 'c', attempt }, newKey).idempotencyKey).toBe('key-3');
  const images = [{ id: 'image-1', alt: '' }];
  expect(attemptOf({ ...draft, images, attempt }, newKey).idempotencyKey).toBe('key-4');
});

test('what a session ended under is gone on with while its words are the same, and within the hour', () => {
  const draft = { ...emptyDraft, text: 'a' };
  const failed = { ...draft, attempt: attemptOf(draft, counter()) };
  const attempt = { ...failed.attempt, interruptedAt: 1_000_000 };
  const minute = 60_000;
  expect(isInterrupted(draft, 0)).toBe(false);
  expect(isInterrupted(failed, 0)).toBe(false);
  expect(isInterrupted({ ...draft, attempt }, 1_000_000 + 59 * minute)).toBe(true);
  expect(isInterrupted({ ...draft, attempt }, 1_000_000 + 60 * minute)).toBe(false);
  expect(isInterrupted({ ...draft, text: 'b', attempt }, 1_000_000)).toBe(false);
});
