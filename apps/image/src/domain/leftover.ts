import { readdir, rm, stat } from 'node:fs/promises';
import { join } from 'node:path';

import type { Deps } from '../deps.ts';

/** What is named otherwise in the folder is not ours. */
const uploadName = /^[0-9a-f-]{36}(?:\.refine)?$/;
/** Beyond the longest upload: its turn, its conversion, a slow disk. */
const graceMs = 3_600_000;

/** Removes the files that a killed process left behind: uploads that waited, objects that were being written. */
export async function sweepLeftovers(
  deps: Pick<Deps, 'store' | 'settings' | 'now'>,
): Promise<Record<string, number> | undefined> {
  const { uploadDir, uploadMs } = deps.settings;
  const before = new Date(deps.now().getTime() - uploadMs - graceMs);
  const names = await readdir(uploadDir).catch(() => []);
  let uploads = 0;
  for (const name of names.filter((each) => uploadName.test(each))) {
    const path = join(uploadDir, name);
    // Another process that shares the folder may have taken it meanwhile.
    const file = await stat(path).catch(() => undefined);
    if (!file || file.mtime >= before) continue;
    await rm(path, { force: true });
    uploads += 1;
  }
  const drafts = await deps.store.sweepDrafts(before);
  return uploads + drafts > 0 ? { uploads, drafts } : undefined;
}
