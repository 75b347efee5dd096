import { mkdir, mkdtemp, readdir, rm, utimes, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';

import { newId } from '@dailyfeed/service-kit/id';
import { afterAll, beforeAll, expect, test } from 'vitest';

import { startTestImage, type TestImage } from './_harness.ts';

const longAgo = new Date(Date.now() - 2 * 3_600_000);
const names = {
  upload: newId(),
  refining: `${newId()}.refine`,
  young: newId(),
  other: 'notes.txt',
};
const draft = { old: newId(), young: newId() };
let folder: string;
let uploads: string;
let drafts: string;
let image: TestImage;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'dailyfeed-leftover-test-'));
  uploads = join(folder, 'uploads');
  drafts = join(folder, 'store', '.drafts');
  await mkdir(uploads, { recursive: true });
  await mkdir(drafts, { recursive: true });
  for (const name of Object.values(names)) await writeFile(join(uploads, name), 'x');
  for (const name of Object.values(draft)) await writeFile(join(drafts, name), 'x');
  for (const name of [names.upload, names.refining, names.other])
    await utimes(join(uploads, name), longAgo, longAgo);
  await utimes(join(drafts, draft.old), longAgo, longAgo);
  image = await startTestImage({
    UPLOAD_DIR: uploads,
    IMAGE_STORE_URL: pathToFileURL(join(folder, 'store')).href,
  });
});
afterAll(async () => {
  await image[Symbol.asyncDispose]();
  await rm(folder, { recursive: true, force: true });
});

test('what a killed process left goes when the next one starts; what may be under way, or is not ours, stays', async () => {
  const left = async () => [(await readdir(uploads)).toSorted(), await readdir(drafts)];
  await expect.poll(left).toEqual([[names.young, names.other].toSorted(), [draft.young]]);
});
