import { cp, mkdtemp, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

import { createTestDatabase } from '@dailyfeed/dev-infra/test-database';
import { newId } from '@dailyfeed/service-kit/id';
import { migrate } from '@dailyfeed/service-kit/migrate';
import { expect, onTestFinished, test } from 'vitest';

import { connectContent } from '../src/client.ts';
import { migrateContent } from '../src/migrate.ts';
import { log } from './_harness.ts';

const migrations = fileURLToPath(new URL('../prisma/migrations', import.meta.url));

/** A database as a release left it whose last migration came before `name`; `finish` brings it up to date. */
async function startBefore(name: string) {
  const database = await createTestDatabase();
  onTestFinished(() => database[Symbol.asyncDispose]());
  const folder = await mkdtemp(join(tmpdir(), 'migrations-'));
  onTestFinished(() => rm(folder, { recursive: true }));
  for (const each of (await readdir(migrations)).filter((found) => found < name)) {
    await cp(join(migrations, each), join(folder, each), { recursive: true });
  }
  const databaseUrl = database.url;
  await migrate({ databaseUrl, folder, log });
  const db = connectContent({ url: databaseUrl, mode: 'read-write' });
  onTestFinished(() => db.$disconnect());
  const finish = () => migrateContent({ databaseUrl, readerRole: 'content_reader', log });
  return { db, finish };
}

test('of texts that were replaced before it is known which was decided on last', async () => {
  const { db, finish } = await startBefore('20261130014000');
  const [decided, other] = [newId(), newId()];
  await db.$executeRaw`
    INSERT INTO posts (id, author_id, text, version, moderated_version, last_activity_at, created_at)
    SELECT id, gen_random_uuid(), 'three', 3, moderated_version, now(), now()
    FROM (VALUES (${decided}::uuid, 2), (${other}::uuid, NULL)) AS row (id, moderated_version)`;
  await db.$executeRaw`
    INSERT INTO post_versions (post_id, version, text, written_at)
    SELECT posts.id, version_before, 'before', now() FROM posts, generate_series(1, 2) AS version_before`;
  await finish();
  const found = { where: { isDecided: true }, select: { postId: true, version: true } };
  expect(await db.postVersion.findMany(found)).toEqual([{ postId: decided, version: 2 }]);
});

test('notes on what is erased already go, and those on what is there stay', async () => {
  const { db, finish } = await startBefore('20261130010000');
  const [postId, said, blank] = [newId(), newId(), newId()];
  await db.$executeRaw`
    INSERT INTO posts (id, author_id, text, last_activity_at, created_at)
    VALUES (${postId}::uuid, gen_random_uuid(), 'hello', now(), now())`;
  await db.$executeRaw`
    INSERT INTO comments (id, post_id, depth, author_id, text, created_at)
    SELECT id, ${postId}::uuid, 0, gen_random_uuid(), text, now()
    FROM (VALUES (${said}::uuid, 'hm'), (${blank}::uuid, '')) AS row (id, text)`;
  const noted = [
    ...[postId, newId()].map((subjectId) => ({ kind: 'post', subjectId })),
    ...[said, blank, newId()].map((subjectId) => ({ kind: 'comment', subjectId })),
  ];
  const done = { action: 'hide', note: 'words', createdAt: new Date() };
  await db.moderationAction.createMany({
    data: noted.map((subject) => ({ id: newId(), ...subject, ...done })),
  });
  await finish();
  const left = await db.moderationAction.findMany({ where: { note: 'words' } });
  expect(left.map(({ subjectId }) => subjectId).toSorted()).toEqual([postId, said].toSorted());
  expect(await db.moderationAction.count()).toBe(5);
});
