import { expect, test, vi } from 'vitest';
import * as z from 'zod';

import { newUuid } from './new-uuid.ts';

test('a key is a random UUID, also where the browser makes none', () => {
  expect(z.uuidv4().safeParse(newUuid()).success).toBe(true);
  const whole = crypto;
  const plain = { getRandomValues: (bytes: Uint8Array) => whole.getRandomValues(bytes) };
  using over = vi.spyOn(globalThis, 'crypto', 'get').mockReturnValue(plain as Crypto); // all of it there
  const made = Array.from({ length: 100 }, newUuid);
  expect(over).toHaveBeenCalled();
  expect(made.filter((id) => !z.uuidv4().safeParse(id).success)).toEqual([]);
  expect(new Set(made).size).toBe(100);
});
