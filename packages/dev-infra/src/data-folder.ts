import { randomBytes } from 'node:crypto';
import { mkdir, readdir, readFile, rename, rm, stat, writeFile } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';

import { isRunning, parseRecord, recordSelf } from './process-record.ts';

type PortName = 'postgres' | 'redis' | 'redisCache' | 'kafka' | 'kafkaController' | 'mongo';

/** What a data folder remembers between two starts. */
export type Settings = {
  /** Ports of the last start; taken again while they are free, so that saved connections go on working. */
  ports: Partial<Record<PortName, number>>;
  /** Of the embedded PostgreSQL's roles, by role name. */
  passwords: Record<string, string>;
  /** Which server wrote the MongoDB data: the other cannot read it. */
  mongoEngine?: 'mongod' | 'ferretdb';
};

/** Thrown when another running process works in the data folder. */
export class DataFolderInUseError extends Error {
  override readonly name = 'DataFolderInUseError';

  constructor(dataDir: string, pid: number) {
    super(`${dataDir} is in use by process ${pid}, which is running`);
  }
}

/** The process that works in this data folder right now, or `undefined`. */
export async function findOwner(dataDir: string): Promise<number | undefined> {
  return findRunning(await readFile(ownerFile(dataDir), 'utf8').catch(() => ''));
}

/**
 * Makes the folder if need be and takes it for this process. Throws `DataFolderInUseError`. What a killed owner left
 * behind does not count. Disposing gives it back.
 */
export async function takeDataFolder(dataDir: string): Promise<AsyncDisposable> {
  await mkdir(dataDir, { recursive: true, mode: 0o700 });
  await mkdir(join(dataDir, 'run'), { recursive: true });
  await mkdir(join(dataDir, 'logs'), { recursive: true });
  while (!(await recordSelf(ownerFile(dataDir)))) {
    const pid = await findOwner(dataDir);
    if (pid !== undefined) throw new DataFolderInUseError(dataDir, pid);
    await removeStaleOwner(dataDir);
  }
  return {
    async [Symbol.asyncDispose]() {
      await rm(ownerFile(dataDir), { force: true });
    },
  };
}

/** Reads what the folder remembers; a new folder remembers nothing. */
export async function readSettings(dataDir: string): Promise<Settings> {
  const text = await readFile(settingsFile(dataDir), 'utf8').catch(() => undefined);
  if (text === undefined) return { ports: {}, passwords: {} };
  return JSON.parse(text) as Settings; // written by writeSettings, whole or not at all
}

/** Keeps `settings`, readable by the owner only. */
export async function writeSettings(dataDir: string, settings: Settings): Promise<void> {
  const temporary = `${settingsFile(dataDir)}.tmp`;
  await writeFile(temporary, JSON.stringify(settings, null, 2), { mode: 0o600, flush: true });
  await rename(temporary, settingsFile(dataDir));
}

/** A password for one role of an embedded server. */
export function createPassword(): string {
  return randomBytes(18).toString('base64url');
}

/**
 * Makes `folder` through a temporary one and a rename, unless it exists: a start that is killed half-way leaves
 * nothing that looks finished. Its remains are removed here; a maker that outlives its killed parent goes on in a
 * folder that nobody else uses.
 */
export async function makeWhole(
  folder: string,
  make: (temporary: string) => Promise<void>,
): Promise<void> {
  const isMade = await stat(folder).then(
    () => true,
    () => false,
  );
  if (isMade) return;
  const prefix = `${basename(folder)}.making-`;
  for (const name of await readdir(dirname(folder))) {
    if (!name.startsWith(prefix)) continue;
    const remains = join(dirname(folder), name);
    await rm(remains, { recursive: true, force: true, maxRetries: 5 }).catch(() => undefined);
  }
  const temporary = join(dirname(folder), `${prefix}${randomBytes(4).toString('hex')}`);
  await make(temporary);
  await rename(temporary, folder);
}

/** Data folders without an owner, among the children of `parent` that start with `prefix`. */
export async function findAbandoned(parent: string, prefix: string): Promise<string[]> {
  const names = (await readdir(parent)).filter((name) => name.startsWith(prefix));
  const abandoned = await Promise.all(
    names.map(async (name) => {
      const folder = join(parent, name);
      const { mtimeMs } = await stat(folder).catch(() => ({ mtimeMs: Date.now() }));
      // A folder made this moment may not have been taken yet.
      const isYoung = Date.now() - mtimeMs < 60_000;
      return isYoung || (await findOwner(folder)) !== undefined ? [] : [folder];
    }),
  );
  return abandoned.flat();
}

/**
 * Removes what a killed owner left, one process at a time: of two that found it, the slower would delete the record
 * that the faster has written since.
 */
async function removeStaleOwner(dataDir: string): Promise<void> {
  const lock = join(dataDir, 'run', 'owner.lock');
  if (!(await recordSelf(lock))) {
    const text = await readFile(lock, 'utf8').catch(() => undefined);
    if (text === undefined) return;
    const pid = findRunning(text);
    if (pid !== undefined) throw new DataFolderInUseError(dataDir, pid);
    return rm(lock, { force: true });
  }
  try {
    if ((await findOwner(dataDir)) === undefined) await rm(ownerFile(dataDir), { force: true });
  } finally {
    await rm(lock, { force: true });
  }
}

function findRunning(text: string): number | undefined {
  const record = parseRecord(text);
  return record !== undefined && isRunning(record) ? record.pid : undefined;
}

function ownerFile(dataDir: string): string {
  return join(dataDir, 'run', 'owner.json');
}

function settingsFile(dataDir: string): string {
  return join(dataDir, 'stores.json');
}
