import { createRemoteAuthentication } from '@dailyfeed/auth/remote-authentication';
import { createDeadLetters } from '@dailyfeed/events/dead-letters';
import { exportDeadLetters, exportTopics } from '@dailyfeed/events/metrics';
import { createPublisher } from '@dailyfeed/events/publisher';
import { groupsOf } from '@dailyfeed/events/topic';
import { startJob } from '@dailyfeed/service-kit/job';
import { createRedisLease } from '@dailyfeed/service-kit/lease';
import type { Log } from '@dailyfeed/service-kit/log';
import { createMetrics } from '@dailyfeed/service-kit/metrics';
import { connectRedis } from '@dailyfeed/service-kit/redis';
import type { Running } from '@dailyfeed/service-kit/run';

import { createContent } from './clients/content.ts';
import { createMembers } from './clients/members.ts';
import { readScreeningLists } from './clients/screening-lists.ts';
import { connectActivity } from './db/client.ts';
import type { Deps } from './deps.ts';
import { toScreeningLists } from './domain/screening-list.ts';
import { createScreen } from './domain/screening-match.ts';
import { type Env, toBus } from './env.ts';
import { passAuthorsOn } from './events/author-signals.ts';
import {
  startActivityConsumer,
  startNotificationConsumer,
  startScreeningConsumer,
} from './events/consumers.ts';
import { createDeadLetterDesk } from './events/dead-letter-desk.ts';
import { createParts } from './events/parts.ts';
import { createSignals } from './events/signals.ts';
import { createPruneEventsJob } from './jobs/prune-events.ts';
import { createResendDeadLettersJob } from './jobs/resend-dead-letters.ts';
import { createTopicsJob } from './jobs/topics.ts';
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
  const db = starting.use(connectActivity({ url: env.MONGODB_URL, log }));
  const deadLetters = starting.use(createDeadLetters({ mongoUrl: env.MONGODB_URL, log }));
  const bus = toBus(env);
  const publisher = starting.use(createPublisher({ bus, log, now }));
  const signals = starting.use(createSignals(redis, log));
  const deps: Deps = {
    db,
    deadLetters: createDeadLetterDesk({ deadLetters, publisher, log, now }),
    members: createMembers({ url: env.MEMBER_URL, keys: env.PASSPORT_KEYS_MEMBER, now }),
    content: createContent({ url: env.CONTENT_URL, keys: env.PASSPORT_KEYS_CONTENT, now }),
    screen: createScreen(toScreeningLists(await readScreeningLists(env.SCREENING_LISTS))),
    signals,
    parts: createParts({ publisher, topic: bus.topic }),
    listenMs: 2000,
    now,
    ...overrides,
  };
  starting.use(passAuthorsOn(deps, { pages: signals, log }));
  starting.use(startActivityConsumer(deps, { bus, deadLetters, redis, log }));
  starting.use(startNotificationConsumer(deps, { bus, deadLetters, redis, log }));
  const metrics = createMetrics('activity');
  starting.use(startScreeningConsumer(deps, { bus, deadLetters, redis, log, metrics }));
  const jobs = [
    createTopicsJob({ bus, log, now }),
    createResendDeadLettersJob({ deadLetters, publisher, log, now }),
    createPruneEventsJob({ db, deadLetters, retentionDays: env.ACTIVITY_RETENTION_DAYS, now }),
  ];
  const lease = createRedisLease(redis);
  for (const job of jobs) starting.use(startJob(job, { log, lease }));
  const groups = groupsOf(env.EVENT_TOPIC);
  exportTopics(metrics, { bus, groups, log });
  exportDeadLetters(metrics, { deadLetters, groups });
  const server = await createActivityServer(deps, {
    log,
    metrics,
    authentication: authentication.options,
    streamsMax: env.STREAMS_MAX,
  });
  const resources = starting.move();
  return { server, deps, close: () => resources.disposeAsync() };
}
