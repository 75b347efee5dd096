import { fileURLToPath } from 'node:url';

import { createTestDatabase } from '@dailyfeed/dev-infra/test-database';
import { diffSchema } from '@dailyfeed/service-kit/schema-diff';
import { expect, test } from 'vitest';

import { connectContent } from '../src/client.ts';
import { migrateContent } from '../src/migrate.ts';

const schemaFile = fileURLToPath(new URL('../prisma/schema.prisma', import.meta.url));
/** Partial indexes and checks, which schema.prisma cannot say. */
const handWritten = [
  'posts_by_author',
  'posts_by_activity',
  'posts_by_comments',
  'outbox_unsent',
  'outbox_dead',
  'outbox_sent',
  'posts_counters_check',
  'comments_counters_check',
  'comments_depth_check',
  'posts_deleted',
  'reports_open',
  'reports_of_screening',
  'reports_of_members',
  'comments_deleted',
  'posts_bookmarks_views_check',
  'posts_with_images',
  'drafts_by_image',
];

test('the migrations make exactly what the schema describes', async () => {
  await using migrated = await createTestDatabase();
  await using scratch = await createTestDatabase();
  await migrateContent({ databaseUrl: migrated.url, readerRole: 'content_reader' });
  const urls = { migratedUrl: migrated.url, scratchUrl: scratch.url };
  expect(await diffSchema({ ...urls, schemaFile, handWritten })).toEqual({
    missing: [],
    unexpected: [],
  });
});

test('what was sent long ago is found without reading the whole outbox', async () => {
  await using database = await createTestDatabase();
  await migrateContent({ databaseUrl: database.url, readerRole: 'content_reader' });
  const db = connectContent({ url: database.url, mode: 'read-write' });
  try {
    const plan = await db.$transaction(async (tx) => {
      // An empty table is read whole, whatever there is to help.
      await tx.$executeRaw`SET LOCAL enable_seqscan = off`;
      return tx.$queryRaw`EXPLAIN SELECT id FROM outbox WHERE sent_at < now() - interval '1 day'`;
    });
    expect(JSON.stringify(plan)).toContain('outbox_sent');
  } finally {
    await db.$disconnect();
  }
});

test('three processes that start at once migrate once', async () => {
  await using database = await createTestDatabase();
  const args = { databaseUrl: database.url, readerRole: 'content_reader' };
  const applied = await Promise.all([1, 2, 3].map(() => migrateContent(args)));
  expect(applied.filter((names) => names.length > 0)).toHaveLength(1);
});

test('a reader role that does not exist is no obstacle', async () => {
  await using database = await createTestDatabase();
  const args = { databaseUrl: database.url, readerRole: 'no"body' };
  await expect(migrateContent(args)).resolves.not.toEqual([]);
});
