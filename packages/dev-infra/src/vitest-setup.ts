import { mkdtemp } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import type { TestProject } from 'vitest/node';

import { findAbandoned } from './data-folder.ts';
import { withoutStores } from './layout.ts';
import { removeFolder } from './remove-folder.ts';
import { endLeftovers, type Stores, startStores } from './stores.ts';

/** Addresses of the stores that one test run shares. */
export type TestStores = {
  /** Of the superuser, for `createTestDatabase`. */
  postgresUrl: string;
  /** Of the roles that own databases (`member`, `content`, `image`, `search`) and of the one that only reads (`content_reader`). */
  postgresPasswords: Record<string, string>;
  redisUrl: string;
  redisCacheUrl: string;
  /** Comma-separated, as in `KAFKA_BROKERS`. */
  kafkaBrokers: string;
  /** Names no database: each test file takes its own. */
  mongoUrl: string;
};

declare module 'vitest' {
  interface ProvidedContext {
    stores: TestStores;
  }
}

type Run = { stores: Stores; dataDir: string };
type Shared = { users: number; run: Promise<Run> };

/** How the folders are called that a run which was killed leaves behind, and the next one removes. */
export const testDataPrefix = 'dailyfeed-test-';
/** Each vitest project loads this file anew; the process is what they share. */
const key = Symbol.for('dailyfeed.test-stores');

/**
 * Vitest global set-up: starts the stores once for the whole run, on free ports, with data that ends with it. A
 * developer's URL variables are not looked at: a test never meets a store that holds something dear.
 * @returns the tear-down
 */
export async function setup(project: TestProject): Promise<() => Promise<void>> {
  const home = globalThis as { [key]?: Shared | undefined }; // the symbol is ours alone
  const shared = (home[key] ??= { users: 0, run: startRun() });
  shared.users += 1;
  const { stores } = await shared.run;
  project.provide('stores', toTestStores(stores));
  return async () => {
    shared.users -= 1;
    if (shared.users > 0) return;
    home[key] = undefined;
    await endRun(await shared.run);
  };
}

async function startRun(): Promise<Run> {
  await removeAbandonedRuns();
  const dataDir = await mkdtemp(join(tmpdir(), testDataPrefix));
  return {
    dataDir,
    stores: await startStores({ dataDir, env: withoutStores(process.env), fresh: true }),
  };
}

async function endRun({ stores, dataDir }: Run): Promise<void> {
  await stores[Symbol.asyncDispose]();
  await removeFolder(dataDir);
}

/** A run that was killed could not tidy up; the next one does it. */
async function removeAbandonedRuns(): Promise<void> {
  for (const dataDir of await findAbandoned(tmpdir(), testDataPrefix)) {
    await endLeftovers(dataDir);
    await removeFolder(dataDir);
  }
}

function toTestStores({ urls, adminUrl = '', passwords }: Stores): TestStores {
  return {
    postgresUrl: adminUrl,
    postgresPasswords: passwords,
    redisUrl: urls.REDIS_URL,
    redisCacheUrl: urls.REDIS_CACHE_URL,
    kafkaBrokers: urls.KAFKA_BROKERS,
    mongoUrl: new URL('/', urls.MONGODB_URL).href,
  };
}
