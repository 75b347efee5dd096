import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { expect, test } from 'vitest';

import { inspect } from '../src/domain/inspect.ts';
import { pretendAvif, pretendJpeg, pretendPng } from './_pictures.ts';

type Size = { width: number; height: number };
const largest = { width: 7000, height: 7000 };

test.each<[string, Size, (size: Size) => Buffer | Promise<Buffer>]>([
  ['a PNG that is interlaced', largest, (size) => pretendPng({ ...size, lines: 'interlaced' })],
  ['a PNG of 16 bits, line by line', largest, (size) => pretendPng({ ...size, depth: 16 })],
  ['a progressive JPEG, its colours halved', largest, (size) => pretendJpeg(size, '4:2:0')],
  ['an AVIF', { width: 4600, height: 3450 }, (size) => pretendAvif(size)],
])('%s as large as memory has room for is taken', async (_name, size, make) => {
  const folder = await mkdtemp(join(tmpdir(), 'dailyfeed-depth-'));
  try {
    const path = join(folder, 'picture');
    await writeFile(path, await make(size));
    expect(await inspect(path)).toMatchObject(size);
  } finally {
    await rm(folder, { recursive: true });
  }
});
