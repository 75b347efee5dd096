import { createRemoteAuthentication } from '@dailyfeed/auth/remote-authentication';
import { memberActivityTopic } from '@dailyfeed/contract/events';
import { createDeadLetters } from '@dailyfeed/events/dead-letters';
import type { Log } from '@dailyfeed/service-kit/log';
import { connectRedis } from '@dailyfeed/service-kit/redis';
import type { Running } from '@dailyfeed/service-kit/run';

import { connectActivity } from './db/client.ts';
import type { Deps } from './deps.ts';
import type { Env } from './env.ts';
import { startActivityConsumer } from './events/activity-consumer.ts';
import { createActivityServer } from './server.ts';

/** Puts the service together and lets it consume; it does not listen yet. No store needs to be there. */
export async function wire(
  env: Env,
  log: Log,
  overrides: Partial<Deps> = {},
): Promise<Running & { deps: Deps }> {
  await using starting = new AsyncDisposableStack();
  const now = overrides.now ?? (() => new Date());
  const redis = starting.adopt(
    await connectRedis({ url: env.REDIS_URL, name: 'state', log }),
    (client) => client.disconnect(),
  );
  const authentication = starting.use(
    createRemoteAuthentication({
      memberUrl: env.MEMBER_URL,
      memberKeys: env.PASSPORT_KEYS_MEMBER,
      audience: 'activity',
      passportKeys: env.PASSPORT_KEYS,
      redis,
      log,
      now,
    }),
  );
  const db = starting.use(connectActivity(env.MONGODB_URL));
  const deadLetters = starting.use(createDeadLetters({ mongoUrl: env.MONGODB_URL, log }));
  const deps: Deps = { db, now, ...overrides };
  starting.use(
    startActivityConsumer(deps, {
      group: groupOf(env),
      bus: {
        brokers: env.KAFKA_BROKERS,
        topic: env.EVENT_TOPIC,
        // This service only reads.
        acks: 1,
        replicationFactor: env.KAFKA_REPLICATION,
        clientId: 'activity',
      },
      deadLetters,
      log,
    }),
  );
  const server = await createActivityServer(deps, {
    log,
    authentication: authentication.options,
  });
  const resources = starting.move();
  return { server, deps, close: () => resources.disposeAsync() };
}

/** Another topic family is another world, and has a group of its own. */
function groupOf(env: Env): string {
  return env.EVENT_TOPIC === memberActivityTopic ? 'activity' : `activity-${env.EVENT_TOPIC}`;
}
