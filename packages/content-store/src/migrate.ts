import { fileURLToPath } from 'node:url';

import type { Log } from '@dailyfeed/service-kit/log';
import { migrate } from '@dailyfeed/service-kit/migrate';

import { connectContent, type ContentTransaction } from './client.ts';

/** What a reader of feeds and post pages needs; not the outbox, not idempotency keys, not drafts. */
const readableTables = [
  'posts',
  'post_tags',
  'post_mentions',
  'comments',
  'post_likes',
  'comment_likes',
  'bookmarks',
];

/** Any constant that no one else locks: two processes that grant at once would trip over each other. */
const grantLockId = 72_317_202;

const folder = fileURLToPath(new URL('../prisma/migrations', import.meta.url));

/**
 * Brings the database `content` up to date and lets `readerRole` read it, if that role exists.
 * Gives the names of the migrations it applied; rejects while the database is away.
 */
export async function migrateContent(args: {
  databaseUrl: string;
  readerRole: string;
  log: Pick<Log, 'warn'>;
}): Promise<string[]> {
  const applied = await migrate({ databaseUrl: args.databaseUrl, folder, log: args.log });
  const db = connectContent({ url: args.databaseUrl, mode: 'read-write', poolSize: 1 });
  try {
    await db.$transaction((tx) => grantReading(tx, args.readerRole));
  } finally {
    await db.$disconnect();
  }
  return applied;
}

async function grantReading(tx: ContentTransaction, role: string): Promise<void> {
  await tx.$executeRaw`SELECT pg_advisory_xact_lock(${grantLockId})`;
  const statements = await tx.$queryRaw<{ sql: string }[]>`
    SELECT format('GRANT USAGE ON SCHEMA %I TO %I', current_schema, rolname) AS sql
    FROM pg_roles WHERE rolname = ${role}
    UNION ALL
    SELECT format('GRANT SELECT ON %I TO %I', name, rolname)
    FROM pg_roles, unnest(${readableTables}::text[]) AS name WHERE rolname = ${role}`;
  for (const { sql } of statements) await tx.$executeRawUnsafe(sql);
}
