import { readFile } from 'node:fs/promises';
import { join } from 'node:path';

import { expect, test } from 'vitest';

const root = join(import.meta.dirname, '..');
const document = await readFile(join(root, 'docs', 'security.md'), 'utf8');
const proofs = [...document.matchAll(/`(?<file>[\w./-]+\.test\.ts)`(?: “(?<name>[^”]+)”)?/g)].map(
  ({ groups }) => ({ file: groups?.['file'] ?? '', name: groups?.['name'] ?? '' }),
);

test('there are proofs', () => {
  expect(proofs.length).toBeGreaterThan(30);
});

test.each(proofs)('the proof $file “$name” is there', async ({ file, name }) => {
  expect(await readFile(join(root, file), 'utf8')).toContain(name);
});
