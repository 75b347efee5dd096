import { mkdtemp } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { inject } from 'vitest';

import type { ManagedServer } from './managed-server.ts';
import { removeFolder } from './remove-folder.ts';
import { startStores } from './stores.ts';
import { testDataPrefix } from './vitest-setup.ts';

export type TestBroker = {
  /** As in `KAFKA_BROKERS`. */
  url: string;
} & Pick<ManagedServer, 'kill' | 'start'> &
  AsyncDisposable;

/**
 * Starts a Kafka broker of one's own, which may be killed: the run's is shared. It keeps its address and what it has
 * acknowledged. Needs `vitest-setup` as the project's global set-up.
 */
export async function startTestBroker(): Promise<TestBroker> {
  const { postgresUrl, redisUrl, redisCacheUrl, mongoUrl } = inject('stores');
  await using stack = new AsyncDisposableStack();
  const folder = await mkdtemp(join(tmpdir(), `${testDataPrefix}broker-`));
  stack.defer(() => removeFolder(folder));
  const others = {
    MEMBER_DATABASE_URL: postgresUrl,
    CONTENT_DATABASE_URL: postgresUrl,
    IMAGE_DATABASE_URL: postgresUrl,
    SEARCH_DATABASE_URL: postgresUrl,
    REDIS_URL: redisUrl,
    REDIS_CACHE_URL: redisCacheUrl,
    MONGODB_URL: mongoUrl,
    KAFKA_BROKERS: undefined,
  };
  // With the rest of the environment the broker's programs are found.
  const env = { ...process.env, ...others };
  const { urls, embedded } = stack.use(await startStores({ dataDir: folder, env, fresh: true }));
  const { kafka } = embedded;
  if (!kafka) throw new Error('no broker');
  const running = stack.move();
  return {
    url: urls.KAFKA_BROKERS,
    kill: () => kafka.kill(),
    start: () => kafka.start(),
    [Symbol.asyncDispose]: () => running.disposeAsync(),
  };
}
