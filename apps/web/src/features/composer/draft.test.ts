import { expect, test } from 'vitest';

import {
  attemptOf,
  type Draft,
  draftOf,
  emptyDraft,
  isEmpty,
  isInterrupted,
  isStored,
  withoutSent,
} from './draft.ts';

function counter(): () => string {
  let count = 0;
  return () => `key-${++count}`;
}

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

test('what was accepted leaves the draft; what was typed or saved meanwhile stays', () => {
  const saved = { id: 'draft-1', version: 1 };
  const draft: Draft = { ...emptyDraft, text: 'a', saved, stored: { ...emptyDraft, text: 'a' } };
  const sent = attemptOf(draft, counter());
  expect(withoutSent({ ...draft, attempt: sent }, { ...sent, saved })).toBeNull();

  // Typed in another tab: it is no longer the draft that went with the post.
  const longer = withoutSent({ ...draft, attempt: sent, text: 'a b' }, { ...sent, saved });
  expect(longer).toEqual({ ...emptyDraft, text: 'a b' });

  // Saved while it was sent: that draft is still there, to be cleared away.
  const later = { id: 'draft-1', version: 2 };
  for (const known of [saved, null]) {
    const left = withoutSent({ ...draft, saved: later }, { ...sent, saved: known });
    expect(left).toEqual({ ...emptyDraft, saved: later, stored: draft.stored });
    expect(left && !isEmpty(left) && !isStored(left)).toBe(true);
  }
});

test('what the service keeps is gone on with as it is there, and not saved anew', () => {
  const at = new Date().toISOString();
  const kept = { id: 'draft-1', version: 4, text: 'a', contentWarning: null, images: [] };
  const draft = draftOf({ ...kept, createdAt: at, updatedAt: at });
  expect(draft).toMatchObject({ text: 'a', warning: '', saved: { id: 'draft-1', version: 4 } });
  expect(isStored(draft)).toBe(true);
  expect(isStored({ ...draft, warning: 'b' })).toBe(false);
  expect(isStored({ ...draft, text: '' })).toBe(false);
});
