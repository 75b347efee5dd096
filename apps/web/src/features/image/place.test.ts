import { expect, test } from 'vitest';

import { toPlaceholder } from './place.ts';

test('a blurhash becomes a whole small picture, and a broken one none', () => {
  const address = toPlaceholder('LEHV6nWB2yk8pyo0adR*.7kCMdnj');
  const bytes = Buffer.from(address.replace('data:image/bmp;base64,', ''), 'base64');
  expect(bytes.toString('latin1', 0, 2)).toBe('BM');
  expect([bytes.length, bytes.readUInt32LE(2)]).toEqual([198, 198]);
  expect(new Set(bytes.subarray(54)).size).toBeGreaterThan(10);
  expect(toPlaceholder('nonsense')).toBe('');
});
