import { mkdir, readFile, rename, writeFile } from 'node:fs/promises';
import { join } from 'node:path';

import type * as z from 'zod';

import { dataDir } from './paths.ts';

/** Reads a file of the data folder, or `undefined` when there is none. */
export async function readKept<T extends z.ZodType>(
  name: string,
  schema: T,
  folder = dataDir,
): Promise<z.output<T> | undefined> {
  const text = await readFile(join(folder, name), 'utf8').catch(() => undefined);
  return text === undefined ? undefined : schema.parse(JSON.parse(text));
}

/** Writes it, whole or not at all, for the owner's eyes only. */
export async function writeKept(name: string, value: unknown, folder = dataDir): Promise<void> {
  await mkdir(folder, { recursive: true, mode: 0o700 });
  const path = join(folder, name);
  await writeFile(`${path}.tmp`, JSON.stringify(value, null, 2), { mode: 0o600, flush: true });
  await rename(`${path}.tmp`, path);
}
