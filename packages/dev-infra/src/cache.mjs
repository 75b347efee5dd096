import { createHash, randomUUID } from 'node:crypto';
import { mkdir, readdir, readFile, rename, rm, stat, utimes, writeFile } from 'node:fs/promises';
import { homedir, hostname } from 'node:os';
import { join } from 'node:path';

const heartbeatMs = 2_000;
/** A lock whose holder has not touched it for this long is taken over. */
const staleMs = 30_000;
const abandonedMs = 86_400_000;

/**
 * Where downloads and builds are kept: outside the clone, so that the next clone finds them.
 * @param {NodeJS.ProcessEnv} env
 * @returns {string}
 */
export function cacheFolder(env) {
  const { DAILYFEED_CACHE, XDG_CACHE_HOME, HOME } = env;
  return DAILYFEED_CACHE || join(XDG_CACHE_HOME || join(HOME || homedir(), '.cache'), 'dailyfeed');
}

/**
 * The folder of an entry. Its name carries a hash of what it is made from, so a changed input is another entry.
 * @param {{ cache: string, name: string, inputs: string[] }} args
 * @returns {string}
 */
export function entryFolder({ cache, name, inputs }) {
  const hash = createHash('sha256').update(JSON.stringify(inputs)).digest('hex').slice(0, 12);
  return join(cache, `${name}-${hash}`);
}

/**
 * @param {string} path
 * @returns {Promise<boolean>}
 */
export async function isPresent(path) {
  return stat(path).then(
    () => true,
    () => false,
  );
}

/**
 * Makes `folder` unless it exists. It appears whole or not at all; two makers with the same `lock` take turns.
 * @param {{ folder: string, lock: string, make: (temporary: string) => Promise<void>, onWait?: () => void }} args
 * @returns {Promise<void>}
 */
export async function makeOnce({ folder, lock, make, onWait }) {
  await mkdir(join(folder, '..'), { recursive: true });
  const release = await acquire({ path: lock, isDone: () => isPresent(folder), onWait });
  try {
    if (await isPresent(folder)) return;
    await removeAbandoned(folder);
    const temporary = `${folder}.tmp-${randomUUID()}`;
    try {
      await mkdir(temporary);
      await make(temporary);
      // A maker that lost its lock to a sleeping laptop may find the folder made: both are the same.
      await rename(temporary, folder).catch(async (err) => {
        if (!(await isPresent(folder))) throw err;
      });
    } finally {
      await rm(temporary, { recursive: true, force: true });
    }
  } finally {
    await release();
  }
}

/**
 * The lock only saves double work; what is made stays right without it, because folders appear by rename.
 * @param {{ path: string, isDone: () => Promise<boolean>, onWait?: (() => void) | undefined }} args
 * @returns {Promise<() => Promise<void>>}
 */
async function acquire({ path, isDone, onWait }) {
  const content = JSON.stringify({ pid: process.pid, host: hostname() });
  for (let attempt = 0; ; attempt += 1) {
    const isMine = await writeFile(path, content, { flag: 'wx' }).then(
      () => true,
      (err) => {
        if (err.code === 'EEXIST') return false;
        throw err;
      },
    );
    if (isMine) break;
    if (await isStale(path)) await rm(path, { force: true });
    else if (await isDone()) return () => Promise.resolve();
    else {
      // A step of ours that has the lock is no news.
      const isOurs = (await readFile(path, 'utf8').catch(() => content)) === content;
      if (attempt === 0 && !isOurs) onWait?.();
      await new Promise((resolve) => setTimeout(resolve, 200));
    }
  }
  const heartbeat = setInterval(() => void touch(path), heartbeatMs);
  return async () => {
    clearInterval(heartbeat);
    if ((await readFile(path, 'utf8').catch(() => '')) === content) await rm(path, { force: true });
  };
}

/**
 * @param {string} path
 * @returns {Promise<boolean>}
 */
async function isStale(path) {
  try {
    const [content, { mtimeMs }] = await Promise.all([readFile(path, 'utf8'), stat(path)]);
    if (Date.now() - mtimeMs > staleMs) return true;
    // An empty file is a lock being written this instant; its age decides.
    const holder = content === '' ? undefined : JSON.parse(content);
    return holder?.host === hostname() && !isAlive(holder.pid);
  } catch (err) {
    if (err instanceof SyntaxError) return false;
    if (/** @type {NodeJS.ErrnoException} */ (err).code === 'ENOENT') return false;
    throw err;
  }
}

/**
 * @param {number} pid
 * @returns {boolean}
 */
function isAlive(pid) {
  try {
    process.kill(pid, 0);
    return true;
  } catch (err) {
    return /** @type {NodeJS.ErrnoException} */ (err).code === 'EPERM';
  }
}

/** @param {string} path */
async function touch(path) {
  const at = new Date();
  await utimes(path, at, at).catch(() => undefined);
}

/** @param {string} folder */
async function removeAbandoned(folder) {
  const parent = join(folder, '..');
  for (const name of await readdir(parent)) {
    const path = join(parent, name);
    if (!name.includes('.tmp-')) continue;
    const { mtimeMs } = await stat(path).catch(() => ({ mtimeMs: Date.now() }));
    if (Date.now() - mtimeMs > abandonedMs) await rm(path, { recursive: true, force: true });
  }
}
