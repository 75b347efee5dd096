import { rm } from 'node:fs/promises';

import { findOwner } from '@dailyfeed/dev-infra/data-folder';
import { endLeftovers } from '@dailyfeed/dev-infra/stores';

import { dataDir } from './paths.ts';

const owner = await findOwner(dataDir);
if (owner === undefined) {
  await endLeftovers(dataDir);
  await rm(dataDir, { recursive: true, force: true });
  console.log(`Deleted ${dataDir}. The next npm start begins afresh.`);
} else {
  console.error(`dailyfeed is running (process ${owner}). Stop it first; nothing was deleted.`);
  process.exitCode = 1;
}
