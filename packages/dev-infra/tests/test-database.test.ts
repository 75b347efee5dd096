import pg from 'pg';
import { expect, inject, test } from 'vitest';

import { dropDatabase } from '../src/database.ts';
import { startProxy } from '../src/proxy.ts';
import { createTestDatabase } from '../src/test-database.ts';

test('a test database belongs to its owner, is apart from others, and is gone afterwards', async () => {
  const url = await useDatabase(async (first) => {
    await using second = await createTestDatabase();
    await query(first, 'create table mine (id int)');
    await expect(query(second.url, 'select * from mine')).rejects.toMatchObject({ code: '42P01' });
    return first;
  });
  await expect(query(url, 'select 1')).rejects.toMatchObject({ code: '3D000' });
});

test('a test database can be read through the reading role once its owner grants it', async () => {
  await using database = await createTestDatabase('content');
  await query(database.url, 'create table post (id int)');
  await expect(query(database.readUrl, 'select * from post')).rejects.toMatchObject({
    code: '42501',
  });
  await query(database.url, 'grant select on post to content_reader');
  await expect(query(database.readUrl, 'select * from post')).resolves.toBeDefined();
});

test('the addresses of the shared stores are plain values', () => {
  const stores = inject('stores');
  expect(new URL(stores.redisUrl).protocol).toBe('redis:');
  expect(new URL(stores.mongoUrl).pathname).toBe('/');
  expect(stores.kafkaBrokers).toMatch(/^127\.0\.0\.1:\d+$/);
});

test('a server that goes in the middle of a statement is a failure, not the end of the process', async () => {
  await using proxy = await startProxy(inject('stores').postgresUrl, () => (chunk) => {
    if (String(chunk).includes('drop database')) proxy.set('refuse');
  });
  await expect(dropDatabase(proxy.url, 'nobodys')).rejects.toThrow('Connection terminated');
});

async function useDatabase(use: (url: string) => Promise<string>): Promise<string> {
  await using database = await createTestDatabase('member');
  return await use(database.url);
}

async function query(connectionString: string, text: string): Promise<unknown> {
  const client = new pg.Client({ connectionString });
  await client.connect();
  try {
    return await client.query(text);
  } finally {
    await client.end();
  }
}
