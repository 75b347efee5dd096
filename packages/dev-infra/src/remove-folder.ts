import { rm } from 'node:fs/promises';

/** Removes the folder of stores that have ended: what they still write for a moment is waited for. */
export function removeFolder(path: string): Promise<void> {
  return rm(path, { recursive: true, force: true, maxRetries: 10, retryDelay: 200 });
}
