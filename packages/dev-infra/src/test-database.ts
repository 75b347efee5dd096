import { randomBytes } from 'node:crypto';

import { inject } from 'vitest';

import { createDatabase, dropDatabase, readerRole } from './database.ts';
// Tells importers outside this package what `inject` gives.
import type {} from './vitest-setup.ts';

export type TestDatabase = {
  /** Of the role that owns it, as a service has it. */
  url: string;
  /** Of the role that may only read what the owner grants. */
  readUrl: string;
} & AsyncDisposable;

/**
 * Makes a database of one's own on the run's PostgreSQL; disposing drops it, whoever is still connected. Needs
 * `vitest-setup` as the project's global set-up.
 */
export async function createTestDatabase(
  owner: 'member' | 'content' | 'image' | 'search' = 'content',
): Promise<TestDatabase> {
  const { postgresUrl, postgresPasswords } = inject('stores');
  const name = `test_${owner}_${randomBytes(6).toString('hex')}`;
  await createDatabase(postgresUrl, { name, owner, reader: readerRole });
  const toUrl = (role: string): string => {
    const url = new URL(`/${name}`, postgresUrl);
    url.username = role;
    url.password = postgresPasswords[role] ?? '';
    return url.href;
  };
  return {
    url: toUrl(owner),
    readUrl: toUrl(readerRole),
    [Symbol.asyncDispose]: () => dropDatabase(postgresUrl, name),
  };
}
