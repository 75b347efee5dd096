import { expect, test } from 'vitest';

import { markedPieces } from './marked-pieces.ts';

const text = '첫눈이 온다';

function cut(from: number, to: number, ...marks: [start: number, end: number][]): string {
  const highlights = marks.map(([start, end]) => ({ start, end }));
  return markedPieces(text, { from, to, highlights })
    .map(({ piece, isMarked }) => (isMarked ? `[${piece}]` : piece))
    .join('|');
}

test.each([
  ['no marks', cut(0, 6), '첫눈이 온다'],
  ['a mark at the beginning', cut(0, 6, [0, 2]), '[첫눈]|이 온다'],
  ['a mark at the end', cut(0, 6, [4, 6]), '첫눈이 |[온다]'],
  ['two marks', cut(0, 6, [0, 2], [4, 6]), '[첫눈]|이 |[온다]'],
  ['a mark that begins before the range', cut(1, 6, [0, 2]), '[눈]|이 온다'],
  ['a mark that ends behind the range', cut(0, 1, [0, 2]), '[첫]'],
  ['a mark outside of the range', cut(3, 6, [0, 2]), ' 온다'],
  ['an empty range', cut(2, 2, [0, 6]), ''],
])('%s', (_case, pieces, expected) => expect(pieces).toBe(expected));
