import { createRemoteAuthentication } from '@dailyfeed/auth/remote-authentication';
import type { BusOptions } from '@dailyfeed/events/bus';
import { createDeadLetters } from '@dailyfeed/events/dead-letters';
import type { Log } from '@dailyfeed/service-kit/log';
import { connectRedis } from '@dailyfeed/service-kit/redis';
import type { Running } from '@dailyfeed/service-kit/run';

import { createMembers } from './clients/members.ts';
import { connectActivity } from './db/client.ts';
import type { Deps } from './deps.ts';
import type { Env } from './env.ts';
import { startActivityConsumer, startNotificationConsumer } from './events/consumers.ts';
import { createSignals } from './events/signals.ts';
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
  const deps: Deps = {
    db,
    members: createMembers({ url: env.MEMBER_URL, keys: env.PASSPORT_KEYS_MEMBER, now }),
    signals: starting.use(createSignals(redis, log)),
    now,
    ...overrides,
  };
  const bus = busOf(env);
  starting.use(startActivityConsumer(deps, { bus, deadLetters, log }));
  starting.use(startNotificationConsumer(deps, { bus, deadLetters, log }));
  const server = await createActivityServer(deps, {
    log,
    authentication: authentication.options,
  });
  const resources = starting.move();
  return { server, deps, close: () => resources.disposeAsync() };
}

function busOf(env: Env): BusOptions {
  return {
    brokers: env.KAFKA_BROKERS,
    topic: env.EVENT_TOPIC,
    // This service only reads.
    acks: 1,
    replicationFactor: env.KAFKA_REPLICATION,
    clientId: 'activity',
  };
}
