import { fileURLToPath } from 'node:url';

import { createTestDatabase } from '@dailyfeed/dev-infra/test-database';
import { newId } from '@dailyfeed/service-kit/id';
import { diffSchema } from '@dailyfeed/service-kit/schema-diff';
import { expect, test } from 'vitest';

import { connectContent } from '../src/client.ts';
import { migrateContent } from '../src/migrate.ts';
import { createStore, log } from './_harness.ts';

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
  'comments_deleted_words',
  'posts_bookmarks_views_check',
  'posts_with_images',
  'drafts_by_image',
];

test('the migrations make exactly what the schema describes', async () => {
  await using migrated = await createTestDatabase();
  await using scratch = await createTestDatabase();
  await migrateContent({ databaseUrl: migrated.url, readerRole: 'content_reader', log });
  const urls = { migratedUrl: migrated.url, scratchUrl: scratch.url };
  expect(await diffSchema({ ...urls, schemaFile, handWritten })).toEqual({
    missing: [],
    unexpected: [],
  });
});

/** What jobs and exports read a part at a time, by the index that has it in order. */
const parts = {
  outbox_sent: `outbox WHERE sent_at < now()`,
  idempotency_created_at_idx: `idempotency WHERE created_at < now() LIMIT 500`,
  comments_deleted: `comments WHERE deleted_at < now() AND (deleted_at, id) > ('-infinity', '${newId()}') ORDER BY deleted_at, id LIMIT 500`,
  comments_deleted_words: `comments WHERE deleted_at < now() AND text <> '' ORDER BY deleted_at LIMIT 500`,
  post_likes_member_id_created_at_post_id_idx: `post_likes WHERE ${ofMember()}`,
  bookmarks_member_id_created_at_post_id_idx: `bookmarks WHERE ${ofMember()}`,
};

function ofMember(): string {
  return `member_id = '${newId()}' AND created_at >= now() AND (created_at > now() OR post_id > '${newId()}')
    ORDER BY created_at, post_id LIMIT 200`;
}

test('what is old, deleted or one member’s is read in order, without the rest of its table', async () => {
  await using database = await createTestDatabase();
  await migrateContent({ databaseUrl: database.url, readerRole: 'content_reader', log });
  const db = connectContent({ url: database.url, mode: 'read-write' });
  try {
    await db.$transaction(
      async (tx) => {
        // An empty table is read whole, whatever there is to help.
        await tx.$executeRaw`SET LOCAL enable_seqscan = off`;
        await tx.$executeRaw`SET LOCAL enable_bitmapscan = off`;
        for (const [index, part] of Object.entries(parts)) {
          const plan = JSON.stringify(await tx.$queryRawUnsafe(`EXPLAIN SELECT FROM ${part}`));
          expect(plan).toContain(` using ${index} `);
          // Within one time of deletion they may be put in order.
          expect(plan).not.toMatch(/(?<!Incremental )Sort {2}/);
        }
      },
      { timeout: 60_000 },
    );
  } finally {
    await db.$disconnect();
  }
});

test('no index has a counter in its condition, whose every change would write to all indexes of the table', async () => {
  await using store = await createStore();
  const counting = await store.open({}).$queryRaw`
    SELECT indexname FROM pg_indexes WHERE indexdef ~ 'WHERE.*_count'`;
  expect(counting).toEqual([]);
});

test('three processes that start at once migrate once', async () => {
  await using database = await createTestDatabase();
  const args = { databaseUrl: database.url, readerRole: 'content_reader', log };
  const applied = await Promise.all([1, 2, 3].map(() => migrateContent(args)));
  expect(applied.filter((names) => names.length > 0)).toHaveLength(1);
});

test('a reader role that does not exist is no obstacle', async () => {
  await using database = await createTestDatabase();
  const args = { databaseUrl: database.url, readerRole: 'no"body', log };
  await expect(migrateContent(args)).resolves.not.toEqual([]);
});
