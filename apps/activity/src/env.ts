import { PassportKeys } from '@dailyfeed/auth/passport';
import { memberActivityTopic } from '@dailyfeed/contract/events';
import type { BusOptions } from '@dailyfeed/events/bus';
import { Brokers, MongoUrl } from '@dailyfeed/service-kit/env';
import * as z from 'zod';

export const Env = z.object({
  HOST: z.string().default('127.0.0.1'),
  PORT: z.coerce.number().int().min(0).max(65_535).default(4004),
  LOG_LEVEL: z.enum(['trace', 'debug', 'info', 'warn', 'error', 'fatal', 'silent']).default('info'),
  /** Keys of passports made out to this service. */
  PASSPORT_KEYS: PassportKeys,
  PASSPORT_KEYS_MEMBER: PassportKeys,
  MEMBER_URL: z.url(),
  CONTENT_URL: z.url(),
  PASSPORT_KEYS_CONTENT: PassportKeys,
  /** A folder with the operator's own screening lists, in place of those in `screening/`. */
  SCREENING_LISTS: z.string().min(1).optional(),
  /** Database `activity` unless it names one. */
  MONGODB_URL: MongoUrl,
  REDIS_URL: z.url(),
  KAFKA_BROKERS: Brokers,
  KAFKA_REPLICATION: z.coerce.number().int().min(1).default(1),
  EVENT_TOPIC: z.string().min(1).default(memberActivityTopic),
  ACTIVITY_RETENTION_DAYS: z.coerce.number().int().min(1).default(365),
  /** Streams that a process holds open at once, some 200 kB each. */
  STREAMS_MAX: z.coerce.number().int().min(1).default(2000),
});
export type Env = z.output<typeof Env>;

/** Settings of what has to do with Kafka alone. */
export const BusEnv = Env.pick({
  LOG_LEVEL: true,
  KAFKA_BROKERS: true,
  KAFKA_REPLICATION: true,
  EVENT_TOPIC: true,
});

/** What the commands read that a scheduler runs; their manifests are in `k8s/jobs`. */
export const JobEnvs = {
  topics: BusEnv,
  'prune-events': Env.pick({ LOG_LEVEL: true, MONGODB_URL: true, ACTIVITY_RETENTION_DAYS: true }),
};

export function toBus(env: z.output<typeof BusEnv>): BusOptions {
  return {
    brokers: env.KAFKA_BROKERS,
    topic: env.EVENT_TOPIC,
    // What it sends, the parts of events and letters once more, stands in no outbox to be sent again from.
    acks: -1,
    replicationFactor: env.KAFKA_REPLICATION,
    clientId: 'activity',
  };
}
