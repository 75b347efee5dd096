import { execFile } from 'node:child_process';
import { randomInt } from 'node:crypto';
import { readdir, readFile, readlink } from 'node:fs/promises';
import { createServer } from 'node:net';
import { promisify } from 'node:util';

import { findProgramName } from './program-name.ts';

/**
 * Below every system's range for outgoing connections: a client that redials a dead server's port from inside
 * that range can connect to itself and hold the port, and the server could not come back on it.
 */
const lowest = 20_000;
const highest = 29_999;

/**
 * Free ports on 127.0.0.1, all different, one for each element of `preferred`: that very port while it is free, else
 * any.
 */
export async function findFreePorts(preferred: (number | undefined)[]): Promise<number[]> {
  const found: number[] = [];
  for (const wish of preferred) {
    let port = wish ?? randomInt(lowest, highest + 1);
    while (found.includes(port) || !(await isPortFree(port))) port = randomInt(lowest, highest + 1);
    found.push(port);
  }
  return found;
}

/**
 * Whether `http://localhost:port` would be ours: browsers try ::1 as well, and a stranger there would be opened in
 * our place.
 */
export async function isPublicPortFree(port: number): Promise<boolean> {
  return (await isPortFree(port)) && (await isPortFree(port, '::1'));
}

/** Whether nobody listens on `host`:`port` at this moment; nobody can where the system has no such address. */
export function isPortFree(port: number, host = '127.0.0.1'): Promise<boolean> {
  return new Promise((resolve) => {
    const server = createServer();
    server.once('error', (err: NodeJS.ErrnoException) =>
      resolve(err.code === 'EADDRNOTAVAIL' || err.code === 'EAFNOSUPPORT'),
    );
    server.listen({ port, host, exclusive: true }, () => server.close(() => resolve(true)));
  });
}

/** Who listens on `port`, as "node (pid 4711)", or `undefined` when the system does not tell. */
export async function describePortOwner(port: number): Promise<string | undefined> {
  const pid = process.platform === 'linux' ? await pidFromProc(port) : await pidFromLsof(port);
  if (pid === undefined) return undefined;
  const name = await findProgramName(pid);
  return name === undefined ? `pid ${pid}` : `${name} (pid ${pid})`;
}

async function pidFromProc(port: number): Promise<string | undefined> {
  const inodes = new Set<string>();
  for (const table of ['/proc/net/tcp', '/proc/net/tcp6']) {
    const text = await readFile(table, 'utf8').catch(() => '');
    for (const line of text.split('\n').slice(1)) {
      const [, local, , state, , , , , , inode] = line.trim().split(/\s+/);
      const isListening = state === '0A';
      const isPort = local?.split(':')[1] === port.toString(16).toUpperCase().padStart(4, '0');
      if (isListening && isPort && inode !== undefined) inodes.add(`socket:[${inode}]`);
    }
  }
  for (const pid of await readdir('/proc')) {
    if (!/^\d+$/.test(pid)) continue;
    // Other people's processes do not show their files.
    for (const file of await readdir(`/proc/${pid}/fd`).catch(() => [])) {
      const target = await readlink(`/proc/${pid}/fd/${file}`).catch(() => '');
      if (inodes.has(target)) return pid;
    }
  }
  return undefined;
}

async function pidFromLsof(port: number): Promise<string | undefined> {
  const args = ['-nP', '-t', `-iTCP:${port}`, '-sTCP:LISTEN'];
  const output = await promisify(execFile)('lsof', args).catch(() => ({ stdout: '' }));
  return output.stdout.trim().split('\n')[0] || undefined;
}
