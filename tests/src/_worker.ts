import { rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';

import { inject } from 'vitest';

/** Hands over what all files of this worker share, and ends it with the worker. */
export async function shareInWorker<T extends AsyncDisposable>(
  shared: T,
  onCleanup: (end: () => Promise<void>) => void,
): Promise<T> {
  const mark = join(inject('workerDir'), String(process.pid));
  await writeFile(mark, '');
  onCleanup(async () => {
    await shared[Symbol.asyncDispose]();
    await rm(mark);
  });
  return shared;
}
