import { expect, test } from 'vitest';

import { createPictureOrder } from './picture-order.ts';

test('pictures stand in the order they were chosen in, behind those of another visit, whichever comes first', () => {
  const order = createPictureOrder();
  for (const key of ['a', 'b', 'c']) order.choose(key);
  let pictures = [{ id: 'kept' }];
  for (const key of ['c', 'a', 'b']) pictures = order.insert(pictures, { id: `id-${key}` }, key);
  order.choose('d');
  pictures = order.insert(pictures, { id: 'id-d' }, 'd');
  expect(pictures.map(({ id }) => id)).toEqual(['kept', 'id-a', 'id-b', 'id-c', 'id-d']);
});

test('one that is put in twice, as a draft is worked out again, has the same place', () => {
  const order = createPictureOrder();
  for (const key of ['a', 'b']) order.choose(key);
  const before = order.insert([], { id: 'id-b' }, 'b');
  for (const time of [1, 2]) {
    expect(order.insert(before, { id: 'id-a' }, 'a'), `${time}`).toEqual([
      { id: 'id-a' },
      { id: 'id-b' },
    ]);
  }
});
