import { expect, test } from 'vitest';

import { shownAddress } from './shown-address.ts';

test('a shown address has no scheme and is cut when long', () => {
  expect(shownAddress('https://www.example.com/')).toBe('example.com');
  expect(shownAddress(`https://example.com/${'a'.repeat(80)}`)).toHaveLength(42);
});
