import { newId } from '@dailyfeed/service-kit/id';
import { isStoreUnavailable } from '@dailyfeed/service-kit/unavailable';
import { describe, expect, test } from 'vitest';

import { commentRow, createStore, postRow } from './_harness.ts';

describe('the reader role', () => {
  test('reads posts, comments and what belongs to them', async () => {
    await using store = await createStore();
    const post = postRow();
    await store.open({}).post.create({ data: post });
    const reader = store.open({ url: store.readUrl, mode: 'read-only' });
    const include = { comments: { include: { likes: true } }, likes: true, bookmarks: true };
    const all = { ...include, tags: true, mentions: true };
    expect(await reader.post.findMany({ include: all })).toMatchObject([
      { ...post, comments: [], likes: [], bookmarks: [], tags: [], mentions: [] },
    ]);
  });

  test('cannot write, also where its connection does not say read-only', async () => {
    await using store = await createStore();
    const post = postRow();
    await store.open({}).post.create({ data: post });
    const reader = store.open({ url: store.readUrl, mode: 'read-write' });
    for (const attempt of [
      () => reader.post.create({ data: postRow() }),
      () => reader.comment.create({ data: commentRow(post.id) }),
      () => reader.post.updateMany({ data: { text: 'mine' } }),
      () => reader.post.deleteMany(),
      () => reader.$executeRaw`TRUNCATE posts CASCADE`,
    ]) {
      await expect(attempt()).rejects.toThrow('permission denied');
    }
  });

  test('cannot read the outbox, idempotency keys, drafts or replaced texts', async () => {
    await using store = await createStore();
    const reader = store.open({ url: store.readUrl, mode: 'read-only' });
    await expect(reader.outbox.findMany()).rejects.toThrow('permission denied');
    await expect(reader.idempotency.findMany()).rejects.toThrow('permission denied');
    await expect(reader.draft.findMany()).rejects.toThrow('permission denied');
    await expect(reader.postVersion.findMany()).rejects.toThrow('permission denied');
  });
});

test('a read-only connection of the owner writes nothing', async () => {
  await using store = await createStore();
  const attempt = store.open({ mode: 'read-only' }).post.create({ data: postRow() });
  await expect(attempt).rejects.toThrow('read-only transaction');
});

test('times are kept exactly, whatever the time zone of the database', async () => {
  await using store = await createStore();
  const name = new URL(store.url).pathname.slice(1);
  await store.open({}).$executeRawUnsafe(`ALTER DATABASE "${name}" SET timezone = 'Asia/Seoul'`);
  const db = store.open({});
  const post = postRow(new Date('2026-01-02T03:04:05.678Z'));
  await db.post.create({ data: post });
  expect(await db.post.findUnique({ where: { id: post.id } })).toMatchObject(post);
  const [row] = await db.$queryRaw<{ ms: number }[]>`
    SELECT (extract(epoch FROM created_at) * 1000)::float8 AS ms FROM posts`;
  expect(row?.ms).toBe(post.createdAt.getTime());
});

test('a statement that takes too long is given up as the store being away', async () => {
  await using store = await createStore();
  const slow = store.open({ statementTimeoutMs: 100 }).$executeRaw`SELECT pg_sleep(10)`;
  const error: unknown = await slow.catch((failure: unknown) => failure);
  expect(String(error)).toContain('statement timeout');
  expect(isStoreUnavailable(error)).toBe(true);
});

describe('statements', () => {
  test('are parsed once for each connection, and outlive a new column', async () => {
    await using store = await createStore();
    const db = store.open({ poolSize: 1 });
    const { id } = await db.post.create({ data: postRow() });
    const find = () => db.post.findUnique({ where: { id } });
    await find();
    await find();
    await store.open({}).$executeRaw`ALTER TABLE posts ADD COLUMN mood text`;
    expect(await find()).toMatchObject({ id });
    const prepared = await db.$queryRaw<{ statement: string; runs: number }[]>`
      SELECT statement, (generic_plans + custom_plans)::int AS runs FROM pg_prepared_statements`;
    const reads = prepared.filter(({ statement }) =>
      statement.startsWith('SELECT "public"."posts"'),
    );
    expect(reads).toMatchObject([{ runs: 3 }]);
  });

  test('of ever new texts do not pile up', async () => {
    await using store = await createStore();
    const db = store.open({ poolSize: 1 });
    for (let number = 0; number < 320; number += 1)
      await db.$queryRawUnsafe(`SELECT ${number} AS number`);
    const [row] = await db.$queryRaw<{ count: number }[]>`
      SELECT count(*)::int AS count FROM pg_prepared_statements`;
    expect(row?.count).toBe(300);
  });
});

describe('the database itself refuses', () => {
  test('a reply under another post', async () => {
    await using store = await createStore();
    const db = store.open({});
    const [here, there] = [postRow(), postRow()];
    await db.post.createMany({ data: [here, there] });
    const top = await db.comment.create({ data: commentRow(here.id) });
    const reply = { ...commentRow(there.id), parentId: top.id, depth: 1 };
    await expect(db.comment.create({ data: reply })).rejects.toThrow('Foreign key constraint');
  });

  test('a fourth level, and a depth that does not fit its parent', async () => {
    await using store = await createStore();
    const db = store.open({});
    const post = await db.post.create({ data: postRow() });
    const top = await db.comment.create({ data: commentRow(post.id) });
    for (const odd of [
      { parentId: top.id, depth: 3 },
      { parentId: top.id, depth: 0 },
      { parentId: null, depth: 1 },
    ]) {
      await expect(db.comment.create({ data: { ...commentRow(post.id), ...odd } })).rejects.toThrow(
        'comments_depth_check',
      );
    }
  });

  test('a second like of one member, and a counter below zero', async () => {
    await using store = await createStore();
    const db = store.open({});
    const post = await db.post.create({ data: postRow() });
    const like = { postId: post.id, memberId: newId(), createdAt: new Date() };
    await db.postLike.create({ data: like });
    await expect(db.postLike.create({ data: like })).rejects.toThrow('Unique constraint');
    const below = db.post.update({ where: { id: post.id }, data: { likeCount: -1 } });
    await expect(below).rejects.toThrow('posts_counters_check');
  });
});
