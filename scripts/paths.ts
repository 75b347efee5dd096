import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

/** The clone. */
export const root = fileURLToPath(new URL('..', import.meta.url)).replace(/\/$/, '');

/** Everything that a running dailyfeed keeps: data, logs, secrets. Deleting it is a fresh start. */
export const dataDir = join(root, '.dailyfeed');

export const logsDir = join(dataDir, 'logs');
