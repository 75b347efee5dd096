import { PassportKeys } from '@dailyfeed/auth/passport';
import { memberActivityTopic } from '@dailyfeed/contract/events';
import { Brokers, commaList } from '@dailyfeed/service-kit/env';
import * as z from 'zod';

export const Env = z.object({
  HOST: z.string().default('127.0.0.1'),
  PORT: z.coerce.number().int().min(0).max(65_535).default(4003),
  LOG_LEVEL: z.enum(['trace', 'debug', 'info', 'warn', 'error', 'fatal', 'silent']).default('info'),
  /** Replicas of the database `content`, or its primary: `url[,url]`, of a role that can only SELECT. */
  CONTENT_READ_URLS: commaList(z.url()),
  REDIS_URL: z.url(),
  REDIS_CACHE_URL: z.url(),
  KAFKA_BROKERS: Brokers,
  KAFKA_REPLICATION: z.coerce.number().int().min(1).default(1),
  EVENT_TOPIC: z.string().min(1).default(memberActivityTopic),
  MONGODB_URL: z.url(),
  MEMBER_URL: z.url(),
  PASSPORT_KEYS: PassportKeys,
  PASSPORT_KEYS_MEMBER: PassportKeys,
  /** Above this many followers a post is merged into feeds when they are read. */
  FANOUT_FOLLOWER_MAX: z.coerce.number().int().min(0).default(5000),
});
export type Env = z.output<typeof Env>;
