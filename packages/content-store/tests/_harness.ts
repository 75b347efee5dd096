import { createTestDatabase, type TestDatabase } from '@dailyfeed/dev-infra/test-database';
import { newId } from '@dailyfeed/service-kit/id';
import { createLog } from '@dailyfeed/service-kit/log';

import { connectContent, type ContentDatabase, type ContentOptions } from '../src/client.ts';
import { migrateContent } from '../src/migrate.ts';

export const log = createLog('test', { level: 'silent' });

export type Store = TestDatabase & {
  /** Opens it once more; closed together with the database. */
  open(options: Partial<ContentOptions>): ContentDatabase;
};

/** A migrated database of one's own. */
export async function createStore(): Promise<Store> {
  await using stack = new AsyncDisposableStack();
  const database = stack.use(await createTestDatabase());
  await migrateContent({ databaseUrl: database.url, readerRole: 'content_reader', log });
  const resources = stack.move();
  return {
    ...database,
    open: (options) =>
      resources.adopt(connectContent({ url: database.url, mode: 'read-write', ...options }), (db) =>
        db.$disconnect(),
      ),
    [Symbol.asyncDispose]: () => resources.disposeAsync(),
  };
}

export function postRow(createdAt = new Date()) {
  return { id: newId(), authorId: newId(), text: 'hello', createdAt, lastActivityAt: createdAt };
}

export function commentRow(postId: string) {
  const createdAt = new Date();
  return { id: newId(), postId, depth: 0, authorId: newId(), text: 'hm', createdAt };
}
