import { expect, test } from 'vitest';

import { createDraftStore } from './draft-store.ts';
import { type Draft, emptyDraft } from './draft.ts';

function memoryStorage() {
  const items = new Map<string, string>();
  return {
    items,
    getItem: (key: string) => items.get(key) ?? null,
    setItem: (key: string, value: string) => void items.set(key, value),
    removeItem: (key: string) => void items.delete(key),
  };
}

const saying = (text: string) => (draft: Draft) => ({ ...draft, text });

test('a draft comes back as it was left, only in its own slot, and the same until it changes', () => {
  const storage = memoryStorage();
  const draft: Draft = {
    text: '안녕',
    warning: '',
    images: [{ id: 'image-1', alt: 'a cat' }],
    attempt: { ...emptyDraft, text: '안녕', idempotencyKey: 'key-1', interruptedAt: null },
    saved: { id: 'draft-1', version: 2 },
    stored: { text: '안', warning: '', images: [] },
    base: 3,
  };
  createDraftStore(() => storage).change('post:a', () => draft, emptyDraft);
  const reloaded = createDraftStore(() => storage);
  const { attempt, ...rest } = draft;
  expect(reloaded.read('post:a')).toMatchObject(rest);
  expect(reloaded.read('post:a')?.attempt).toEqual({
    text: attempt?.text,
    warning: '',
    images: [],
    idempotencyKey: 'key-1',
    interruptedAt: null,
  });
  expect(reloaded.read('post:a')).toBe(reloaded.read('post:a'));
  expect(reloaded.read('post:b')).toBeUndefined();
});

test('what another tab writes, sends or throws away counts here, too', () => {
  const storage = memoryStorage();
  const [here, there] = [createDraftStore(() => storage), createDraftStore(() => storage)];
  here.change('comment:a', saying('one'), emptyDraft);
  there.change('comment:a', (draft) => ({ ...draft, text: `${draft.text} two` }), emptyDraft);
  expect(here.read('comment:a')?.text).toBe('one two');
  there.change('comment:a', () => null, emptyDraft);
  expect(here.read('comment:a')).toBeUndefined();
});

test('an empty draft leaves nothing behind; a field that was emptied stays so until it is left', () => {
  const storage = memoryStorage();
  const store = createDraftStore(() => storage);
  const start = { ...emptyDraft, text: '@bob ' };
  const leave = store.subscribe('comment:a', () => undefined);
  store.change('comment:a', saying('@bob hi'), start);
  store.change('comment:a', saying(''), start);
  expect(storage.items.size).toBe(0);
  expect(store.read('comment:a')?.text).toBe('');
  leave();
  expect(store.read('comment:a')).toBeUndefined();
});

test('all that show a draft are told of a change, and not when there was none', () => {
  const storage = memoryStorage();
  const store = createDraftStore(() => storage);
  let heard = 0;
  const leave = [1, 2].map(() => store.subscribe('post:a', () => (heard += 1)));
  store.change('post:a', saying('one'), emptyDraft);
  expect(heard).toBe(2);
  store.change('post:a', (draft) => draft, emptyDraft);
  store.change('post:b', saying('one'), emptyDraft);
  expect(heard).toBe(2);
  for (const end of leave) end();
  store.change('post:a', saying('two'), emptyDraft);
  expect(heard).toBe(2);
});

test('a broken storage never throws; one that is full or switched off keeps the text for the page', () => {
  const storage = memoryStorage();
  storage.items.set('draft:post:a', '{"text":1');
  expect(createDraftStore(() => storage).read('post:a')).toBeUndefined();
  const fail = (): never => {
    throw new Error('QuotaExceededError');
  };
  const full = { ...memoryStorage(), setItem: fail };
  for (const broken of [() => full, fail]) {
    const store = createDraftStore(broken);
    store.change('post:a', saying('one'), emptyDraft);
    expect(store.read('post:a')?.text).toBe('one');
    store.change('post:a', saying('two'), emptyDraft);
    expect(store.read('post:a')?.text).toBe('two');
  }
});
