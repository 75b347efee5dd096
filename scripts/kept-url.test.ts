import { mkdtempDisposable } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { expect, test } from 'vitest';

import { getUrl, keepUrl } from './kept-url.ts';

test('programs find the site where it was started last', async () => {
  await using folder = await mkdtempDisposable(join(tmpdir(), 'dailyfeed-url-'));
  expect(await getUrl(folder.path)).toBe('http://localhost:8080');
  await keepUrl('http://localhost:8083', folder.path);
  expect(await getUrl(folder.path)).toBe('http://localhost:8083');
});
