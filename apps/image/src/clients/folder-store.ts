import { createReadStream } from 'node:fs';
import { access, copyFile, mkdir, open, readdir, rename, rm, stat } from 'node:fs/promises';
import { dirname, join, relative } from 'node:path';

import { newId } from '@dailyfeed/service-kit/id';

import type { ObjectStore } from '../deps.ts';

/** Where what is being written waits; on the same disk, so that it is moved in one step. */
const draftsFolder = '.drafts';

/**
 * Objects as files below a folder. A file appears whole or not at all, and is on the disk before `put` resolves. For
 * one machine, or a folder that all processes share.
 */
export function createFolderStore(folder: string): ObjectStore {
  const pathOf = (key: string): string => {
    // Keys are ours: an id, and a name from a list.
    if (!/^[a-z0-9-]+\/[a-z0-9.]*$/.test(key)) throw new Error(`not a key: ${key}`);
    return join(folder, key.slice(0, 2), key);
  };
  return {
    put: async (key, { body }) => {
      const path = pathOf(key);
      const draft = join(folder, draftsFolder, newId());
      await mkdir(dirname(draft), { recursive: true });
      try {
        if (!Buffer.isBuffer(body)) await copyFile(body.path, draft);
        await flush(draft, Buffer.isBuffer(body) ? body : undefined);
        await mkdir(dirname(path), { recursive: true });
        await rename(draft, path);
        await flush(dirname(path), undefined);
      } finally {
        await rm(draft, { force: true });
      }
    },
    open: async (key, range) => {
      const path = pathOf(key);
      // A stream tells of an absent file when it is too late to answer 404.
      const isThere = await stat(path).catch(absent);
      return isThere && createReadStream(path, range);
    },
    removeAll: async (prefix) => rm(pathOf(prefix), { recursive: true, force: true }),
    list: async (prefix) => {
      const base = prefix === '' ? folder : pathOf(prefix);
      const entries = await readdir(base, { recursive: true, withFileTypes: true }).catch(absent);
      const files = (entries ?? []).filter((entry) => entry.isFile());
      return files
        .map((entry) => relative(folder, join(entry.parentPath, entry.name)))
        .filter((path) => !path.startsWith(draftsFolder))
        .map((path) => path.slice('xx/'.length))
        .toSorted();
    },
    sweepDrafts: async (before) => {
      const drafts = join(folder, draftsFolder);
      let count = 0;
      for (const name of (await readdir(drafts).catch(absent)) ?? []) {
        const file = await stat(join(drafts, name)).catch(absent);
        if (!file || file.mtime >= before) continue;
        await rm(join(drafts, name), { force: true });
        count += 1;
      }
      return count;
    },
    probe: async () => {
      await mkdir(folder, { recursive: true });
      await access(folder);
    },
  };
}

/** Writes what is given, then waits until the file, or the folder, is on the disk. */
async function flush(path: string, body: Buffer | undefined): Promise<void> {
  await using file = await open(path, body ? 'w' : 'r');
  if (body) await file.writeFile(body);
  await file.sync();
}

function absent(error: unknown): undefined {
  if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return undefined;
  throw error;
}
