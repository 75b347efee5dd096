import { randomBytes } from 'node:crypto';

import { createTestDatabase } from '@dailyfeed/dev-infra/test-database';
import { inject } from 'vitest';

/** The addresses a whole dailyfeed needs. */
export type StoreUrls = {
  MEMBER_DATABASE_URL: string;
  CONTENT_DATABASE_URL: string;
  CONTENT_READ_URL: string;
  IMAGE_DATABASE_URL: string;
  SEARCH_DATABASE_URL: string;
  REDIS_URL: string;
  REDIS_CACHE_URL: string;
  KAFKA_BROKERS: string;
  MONGODB_URL: string;
};

/** Databases of one's own on the stores that the test run shares. */
export async function createStores(): Promise<{ urls: StoreUrls } & AsyncDisposable> {
  const shared = inject('stores');
  await using stack = new AsyncDisposableStack();
  const member = stack.use(await createTestDatabase('member'));
  const content = stack.use(await createTestDatabase('content'));
  const image = stack.use(await createTestDatabase('image'));
  const search = stack.use(await createTestDatabase('search'));
  const resources = stack.move();
  return {
    urls: {
      MEMBER_DATABASE_URL: member.url,
      CONTENT_DATABASE_URL: content.url,
      CONTENT_READ_URL: content.readUrl,
      IMAGE_DATABASE_URL: image.url,
      SEARCH_DATABASE_URL: search.url,
      REDIS_URL: shared.redisUrl,
      REDIS_CACHE_URL: shared.redisCacheUrl,
      KAFKA_BROKERS: shared.kafkaBrokers,
      MONGODB_URL: new URL(`/system_${randomBytes(6).toString('hex')}`, shared.mongoUrl).href,
    },
    [Symbol.asyncDispose]: () => resources.disposeAsync(),
  };
}
