import { PassportKeys } from '@dailyfeed/auth/passport';
import { memberActivityTopic } from '@dailyfeed/contract/events';
import type { BusOptions } from '@dailyfeed/events/bus';
import { Brokers, MongoUrl } from '@dailyfeed/service-kit/env';
import * as z from 'zod';

export const Env = z.object({
  HOST: z.string().default('127.0.0.1'),
  PORT: z.coerce.number().int().min(0).max(65_535).default(4006),
  LOG_LEVEL: z.enum(['trace', 'debug', 'info', 'warn', 'error', 'fatal', 'silent']).default('info'),
  /** Keys of passports made out to this service. */
  PASSPORT_KEYS: PassportKeys,
  PASSPORT_KEYS_MEMBER: PassportKeys,
  PASSPORT_KEYS_CONTENT: PassportKeys,
  PASSPORT_KEYS_TIMELINE: PassportKeys,
  MEMBER_URL: z.url(),
  CONTENT_URL: z.url(),
  TIMELINE_URL: z.url(),
  SEARCH_DATABASE_URL: z.url(),
  REDIS_URL: z.url(),
  REDIS_CACHE_URL: z.url(),
  KAFKA_BROKERS: Brokers,
  KAFKA_REPLICATION: z.coerce.number().int().min(1).default(1),
  EVENT_TOPIC: z.string().min(1).default(memberActivityTopic),
  /** Where events that nobody takes become dead letters; without it no event is consumed. */
  MONGODB_URL: MongoUrl.optional(),
  /** What the statements of one search may take together before it is SEARCH_TIMEOUT. */
  QUERY_TIMEOUT_MS: z.coerce.number().int().min(1).default(100),
});
export type Env = z.output<typeof Env>;

/** Settings of the commands that a scheduler runs, by command: what its manifest in `k8s/jobs/` gives it, no more. */
export const JobEnvs = {
  reindex: Env.pick({
    LOG_LEVEL: true,
    SEARCH_DATABASE_URL: true,
    MEMBER_URL: true,
    CONTENT_URL: true,
    PASSPORT_KEYS_MEMBER: true,
    PASSPORT_KEYS_CONTENT: true,
  }),
};

export const ReplayEnv = Env.pick({
  KAFKA_BROKERS: true,
  KAFKA_REPLICATION: true,
  EVENT_TOPIC: true,
}).extend(JobEnvs.reindex.shape);

export function toBus(
  env: Pick<Env, 'KAFKA_BROKERS' | 'KAFKA_REPLICATION' | 'EVENT_TOPIC'>,
): BusOptions {
  return {
    brokers: env.KAFKA_BROKERS,
    topic: env.EVENT_TOPIC,
    // Publishes nothing; the weakest promise will do.
    acks: 1,
    replicationFactor: env.KAFKA_REPLICATION,
    clientId: 'search',
  };
}
