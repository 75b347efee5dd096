import { PassportKeys } from '@dailyfeed/auth/passport';
import { memberActivityTopic } from '@dailyfeed/contract/events';
import { Brokers, KafkaAcks, MongoUrl } from '@dailyfeed/service-kit/env';
import * as z from 'zod';

export const Env = z.object({
  HOST: z.string().default('127.0.0.1'),
  PORT: z.coerce.number().int().min(0).max(65_535).default(4002),
  LOG_LEVEL: z.enum(['trace', 'debug', 'info', 'warn', 'error', 'fatal', 'silent']).default('info'),
  /** Keys of passports made out to this service. */
  PASSPORT_KEYS: PassportKeys,
  PASSPORT_KEYS_MEMBER: PassportKeys,
  PASSPORT_KEYS_IMAGE: PassportKeys,
  MEMBER_URL: z.url(),
  IMAGE_URL: z.url(),
  CONTENT_DATABASE_URL: z.url(),
  /** Gets SELECT on what readers need, if the role exists. */
  CONTENT_READER_ROLE: z.string().min(1).default('content_reader'),
  REDIS_URL: z.url(),
  KAFKA_BROKERS: Brokers,
  KAFKA_ACKS: KafkaAcks,
  KAFKA_REPLICATION: z.coerce.number().int().min(1).default(1),
  /** What one member may do within an hour; likes count bookmarks and what is taken back, too. */
  POSTS_PER_HOUR: z.coerce.number().int().min(1).default(60),
  COMMENTS_PER_HOUR: z.coerce.number().int().min(1).default(300),
  EDITS_PER_HOUR: z.coerce.number().int().min(1).default(300),
  REPORTS_PER_HOUR: z.coerce.number().int().min(1).default(60),
  LIKES_PER_HOUR: z.coerce.number().int().min(1).default(2000),
  EVENT_TOPIC: z.string().min(1).default(memberActivityTopic),
  /**
   * Where events that nobody takes become dead letters; without it they stay in the outbox, views are not counted, and
   * what erased members wrote stays.
   */
  MONGODB_URL: MongoUrl.optional(),
});
export type Env = z.output<typeof Env>;

/** Settings of the commands that a scheduler runs, by command: what its manifest in `k8s/jobs/` gives it, no more. */
export const JobEnvs = {
  'erase-deleted-content': Env.pick({ LOG_LEVEL: true, CONTENT_DATABASE_URL: true }),
  'reconcile-counters': Env.pick({ LOG_LEVEL: true, CONTENT_DATABASE_URL: true }),
};
