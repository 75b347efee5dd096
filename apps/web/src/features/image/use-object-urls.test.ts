import { resolveObjectURL } from 'node:buffer';

import { expect, test } from 'vitest';

import { createObjectUrls } from './use-object-urls.ts';

test('a page that is left gives back its files, and takes none that comes to it after that', () => {
  const urls = createObjectUrls();
  const end = urls.begin();
  const url = urls.add('avatar', new Blob(['a']));
  expect(url !== undefined && resolveObjectURL(url)).toBeInstanceOf(Blob);
  end();
  expect(url !== undefined && resolveObjectURL(url)).toBeUndefined();
  expect(urls.add('avatar', new Blob(['b']))).toBeUndefined();
  expect(urls.get('avatar')).toBeUndefined();
});
