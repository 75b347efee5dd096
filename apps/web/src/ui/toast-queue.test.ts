import { expect, test } from 'vitest';

import { createToastQueue, type ToastEntry } from './toast-queue.ts';

const entry = (text: string): ToastEntry => ({ text, type: 'success' });

test('what is said before anybody shows it is shown later, in order and once', () => {
  const queue = createToastQueue();
  let calls = 0;
  queue.onWaiting(() => {
    calls += 1;
  });
  queue.add(entry('a'));
  queue.add(entry('b'));
  const shown: string[] = [];
  const stop = queue.receive(({ text }) => shown.push(text));
  queue.add(entry('c'));
  expect(shown).toEqual(['a', 'b', 'c']);
  expect(calls).toBe(2);

  stop();
  queue.add(entry('d'));
  expect(shown).toEqual(['a', 'b', 'c']);
  expect(calls).toBe(3);
  queue.receive(({ text }) => shown.push(text));
  expect(shown).toEqual(['a', 'b', 'c', 'd']);
});
