import { MutationObserver } from '@tanstack/react-query';
import { expect, test, vi } from 'vitest';

import { type Press, pressOptions, toPress } from './presses.ts';
import { createQueryClient } from './query-client.ts';

/** A button that is off; what it sends is answered one by one, and taken for a like where it arrives. */
function startButton() {
  const queryClient = createQueryClient();
  const mutationKey = ['like', 'a'];
  const held: PromiseWithResolvers<void>[] = [];
  const errors: string[] = [];
  const lasts: boolean[] = [];
  const shown = [false];
  const last = (): boolean => shown.at(-1) === true;
  const options = pressOptions<boolean, { liked: boolean }>(queryClient, {
    mutationKey,
    show: (isOn) => void (last() !== isOn && shown.push(isOn)),
    send: async (isOn) => {
      const answer = Promise.withResolvers<void>();
      held.push(answer);
      await answer.promise;
      return { liked: isOn };
    },
    toState: ({ liked }) => liked,
    onAnswer: (_answer, { isLast }) => lasts.push(isLast),
    onError: ({ message }) => errors.push(message),
  });
  const observer = new MutationObserver<{ liked: boolean }, Error, Press<boolean>>(
    queryClient,
    options,
  );
  const pressed: Promise<unknown>[] = [];
  /** Something else is on its way, whose key begins like this one's. */
  const alsoPending = () => {
    const held = Promise.withResolvers<void>();
    const key = [...mutationKey, 'more'];
    const another = new MutationObserver(queryClient, {
      mutationKey: key,
      mutationFn: () => held.promise,
    });
    void another.mutate();
    return held;
  };
  return {
    alsoPending,
    shown,
    errors,
    lasts,
    press: () => {
      const press = toPress(queryClient, { mutationKey, wished: !last(), before: last() });
      pressed.push(observer.mutate(press).catch(() => undefined));
      // Shown before the next press, as a button is.
      return vi.waitFor(() => expect(last()).toBe(press.wished), { timeout: 30_000 });
    },
    answer: async (outcome: 'arrives' | 'fails') => {
      const next = await vi.waitFor(
        () => {
          const [first] = held;
          if (!first) throw new Error('nothing was sent');
          return first;
        },
        { timeout: 30_000 },
      );
      held.shift();
      if (outcome === 'arrives') next.resolve();
      else next.reject(new Error('away'));
      await pressed.shift();
    },
  };
}

test('of two presses neither of which arrives nothing is left', async () => {
  const button = startButton();
  await button.press();
  await button.press();
  await button.answer('fails');
  await button.answer('fails');
  expect(button.shown).toEqual([false, true, false]);
  expect(button.errors).toEqual(['away', 'away']);
});

test('an answer says whether a later press is on its way, of this thing alone', async () => {
  const button = startButton();
  const other = button.alsoPending();
  for (const _ of [1, 2]) await button.press();
  await button.answer('arrives');
  await button.answer('arrives');
  expect(button.lasts).toEqual([false, true]);
  other.resolve();
});

test('a failure that later presses have overtaken changes nothing', async () => {
  const button = startButton();
  for (const _ of [1, 2, 3]) await button.press();
  await button.answer('fails');
  await button.answer('arrives');
  await button.answer('arrives');
  expect(button.shown).toEqual([false, true, false, true]);
});

test('what fails last is taken back to what has arrived before it', async () => {
  const button = startButton();
  await button.press();
  await button.press();
  await button.answer('arrives');
  await button.answer('fails');
  expect(button.shown).toEqual([false, true, false, true]);
  await button.press();
  await button.answer('fails');
  expect(button.shown.at(-1)).toBe(true);
});
