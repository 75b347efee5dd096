import fc from 'fast-check';
import { expect, test } from 'vitest';

import { nextId, previousId } from './neighbour-id.ts';

const lowest = '00000000-0000-0000-0000-000000000000';
const highest = 'ffffffff-ffff-ffff-ffff-ffffffffffff';
const ids = fc.uuid().filter((id) => id !== lowest && id !== highest);

test('nothing lies between an id and the next: whatever is greater than one is not less than the other', () => {
  fc.assert(
    fc.property(ids, ids, (id, other) => {
      expect(nextId(id) > id).toBe(true);
      expect(other > id).toBe(other >= nextId(id));
      expect(previousId(nextId(id))).toBe(id);
      expect(nextId(previousId(id))).toBe(id);
    }),
  );
});

test('digits are carried over, and the ends have no neighbour beyond', () => {
  expect(nextId('0190c1f2-0000-7000-8000-0000ffffffff')).toBe(
    '0190c1f2-0000-7000-8000-000100000000',
  );
  expect(previousId('0190c1f2-0000-7000-8000-000000000000')).toBe(
    '0190c1f2-0000-7000-7fff-ffffffffffff',
  );
  expect(nextId(highest)).toBe(highest);
  expect(previousId(lowest)).toBe(lowest);
});
