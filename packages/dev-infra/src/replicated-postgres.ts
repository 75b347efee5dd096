import { execFile } from 'node:child_process';
import { appendFile, mkdir, mkdtemp, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';

import pg from 'pg';

import { createPassword, makeWhole } from './data-folder.ts';
import { provision, readerRole, roles, toDatabaseUrl } from './database.ts';
import { createManagedServer, type ManagedServer } from './managed-server.ts';
import { findFreePorts } from './port.ts';
import { planPostgres } from './postgres.ts';
import { removeFolder } from './remove-folder.ts';
import type { TestDatabase } from './test-database.ts';
import { startWatchdog } from './watchdog.ts';

/** A primary and a replica that it feeds by streaming, with the database `content` on both. */
export type ReplicatedPostgres = {
  /** The database on the primary. */
  content: Pick<TestDatabase, 'url' | 'readUrl'>;
  primary: ManagedServer;
  /** `readUrl` is that of the role that may only read; replay is what makes the replica show what it was sent. */
  replica: ManagedServer & {
    readUrl: string;
    pauseReplay(): Promise<void>;
    resumeReplay(): Promise<void>;
  };
} & AsyncDisposable;

/**
 * Starts both servers, apart from those that the test run shares: what others write there would have to be replayed
 * here too. Disposing kills them and removes their data.
 */
export async function startReplicatedPostgres(): Promise<ReplicatedPostgres> {
  await using stack = new AsyncDisposableStack();
  const folder = stack.adopt(await mkdtemp(join(tmpdir(), 'dailyfeed-replicated-')), removeFolder);
  const watchdog = stack.use(startWatchdog());
  const passwords = Object.fromEntries(roles.map((role) => [role, createPassword()]));
  const password = passwords['postgres'] ?? '';
  const [primaryPort = 0, replicaPort = 0] = await findFreePorts([undefined, undefined]);

  const start = async (args: {
    name: 'primary' | 'replica';
    port: number;
    makeData?: () => Promise<void>;
  }): Promise<ManagedServer> => {
    const dataDir = join(folder, args.name);
    await mkdir(join(dataDir, 'run'), { recursive: true });
    await mkdir(join(dataDir, 'logs'));
    const plan = await planPostgres({
      folder: join(dataDir, 'postgres'),
      port: args.port,
      password,
      durability: 'none',
    });
    const makeData = async (): Promise<void> => {
      await args.makeData?.();
      await plan.makeData?.();
    };
    const server = createManagedServer(
      { ...plan, makeData },
      { dataDir, watchdog, onCrash: undefined },
    );
    stack.defer(() => server.kill());
    await server.start();
    return server;
  };

  const urlOf = (role: string, port: number, database: string): string =>
    toDatabaseUrl({ role, password: passwords[role] ?? '', port, database });
  const primaryFolder = join(folder, 'primary', 'postgres');
  const primary = await start({ name: 'primary', port: primaryPort });
  // A clean copy of a stopped server is a base backup that needs nothing further.
  await primary.stop();
  const replica = await start({
    name: 'replica',
    port: replicaPort,
    makeData: () =>
      makeWhole(join(folder, 'replica', 'postgres'), (temporary) =>
        copyAsStandby({ from: primaryFolder, to: temporary, password, port: primaryPort }),
      ),
  });
  await primary.start();
  await provision(urlOf('postgres', primaryPort, 'postgres'), passwords);

  const onReplica = (statement: string): Promise<void> =>
    run(urlOf('postgres', replicaPort, 'postgres'), statement);
  const resources = stack.move();
  return {
    content: {
      url: urlOf('content', primaryPort, 'content'),
      readUrl: urlOf(readerRole, primaryPort, 'content'),
    },
    primary,
    replica: Object.assign(replica, {
      readUrl: urlOf(readerRole, replicaPort, 'content'),
      pauseReplay: () => onReplica('select pg_wal_replay_pause()'),
      resumeReplay: () => onReplica('select pg_wal_replay_resume()'),
    }),
    [Symbol.asyncDispose]: () => resources.disposeAsync(),
  };
}

async function copyAsStandby(args: {
  from: string;
  to: string;
  password: string;
  port: number;
}): Promise<void> {
  // Owners too: PostgreSQL insists on its folder being its own.
  await promisify(execFile)('cp', ['-a', args.from, args.to]);
  await writeFile(join(args.to, 'standby.signal'), '');
  const source = `host=127.0.0.1 port=${args.port} user=postgres password=${args.password}`;
  const settings = `primary_conninfo = '${source}'\nwal_retrieve_retry_interval = '100ms'\n`;
  await appendFile(join(args.to, 'postgresql.auto.conf'), settings);
}

async function run(url: string, statement: string): Promise<void> {
  const client = new pg.Client({ connectionString: url });
  // The statement under way tells of a lost connection; the event alone would end the process.
  client.on('error', () => undefined);
  await client.connect();
  try {
    await client.query(statement);
  } finally {
    await client.end();
  }
}
