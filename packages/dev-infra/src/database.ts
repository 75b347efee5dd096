import pg from 'pg';

import { indexFerretdb } from './ferretdb-index.ts';

/** A database and the role that owns it share a name. */
const databases = ['member', 'content', 'image', 'search', 'ferretdb'] as const;
/** May connect to `content`; what it may read there, the owner grants. */
export const readerRole = 'content_reader';

/** The roles of the embedded server whose passwords a data folder keeps. */
export const roles = ['postgres', ...databases, readerRole] as const;

/** The address of a database on the embedded server. */
export function toDatabaseUrl(args: {
  role: string;
  password: string;
  port: number;
  database: string;
}): string {
  const { role, password, port, database } = args;
  return `postgres://${role}:${encodeURIComponent(password)}@127.0.0.1:${port}/${database}`;
}

/** Brings roles and databases into being, or finds them there; both are right. */
export async function provision(
  adminUrl: string,
  passwords: Record<string, string>,
): Promise<void> {
  await using admin = await connect(adminUrl);
  const { rows } = await admin.client.query<{ rolname: string }>('select rolname from pg_roles');
  const present = new Set(rows.map((row) => row.rolname));
  for (const role of [...databases, readerRole]) {
    const verb = present.has(role) ? 'alter' : 'create';
    const password = pg.escapeLiteral(passwords[role] ?? '');
    await admin.client.query(
      `${verb} role ${pg.escapeIdentifier(role)} login password ${password}`,
    );
  }
  for (const name of databases) {
    const reading = name === 'content' ? { reader: readerRole } : {};
    await createOn(admin.client, { name, owner: name, ...reading });
  }
  await using ferretdb = await connect(new URL('/ferretdb', adminUrl).href);
  await indexFerretdb(ferretdb.client);
}

/** Makes a database that only its owner may connect to, unless it exists. */
export async function createDatabase(
  adminUrl: string,
  args: { name: string; owner?: string; reader?: string },
): Promise<void> {
  await using admin = await connect(adminUrl);
  await createOn(admin.client, args);
}

/** Drops a database, with whoever is still connected to it. An absent one is no error. */
export async function dropDatabase(adminUrl: string, name: string): Promise<void> {
  await using admin = await connect(adminUrl);
  await admin.client.query(`drop database if exists ${pg.escapeIdentifier(name)} with (force)`);
}

async function createOn(
  client: pg.Client,
  args: { name: string; owner?: string; reader?: string },
): Promise<void> {
  const found = await client.query('select 1 from pg_database where datname = $1', [args.name]);
  const name = pg.escapeIdentifier(args.name);
  if (found.rowCount === 0) {
    const owner = args.owner === undefined ? '' : `owner ${pg.escapeIdentifier(args.owner)}`;
    await client.query(`create database ${name} ${owner}`);
  }
  await client.query(`revoke all on database ${name} from public`);
  if (args.reader !== undefined) {
    await client.query(`grant connect on database ${name} to ${pg.escapeIdentifier(args.reader)}`);
  }
}

async function connect(url: string): Promise<{ client: pg.Client } & AsyncDisposable> {
  const client = new pg.Client({ connectionString: url });
  // The query under way tells of a lost connection; the event alone would end the process.
  client.on('error', () => undefined);
  await client.connect();
  return { client, [Symbol.asyncDispose]: () => client.end() };
}
