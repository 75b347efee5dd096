import { PassportKeys } from '@dailyfeed/auth/passport';
import { memberActivityTopic } from '@dailyfeed/contract/events';
import { Brokers, commaList } from '@dailyfeed/service-kit/env';
import * as z from 'zod';

export const Env = z.object({
  HOST: z.string().default('127.0.0.1'),
  PORT: z.coerce.number().int().min(0).max(65_535).default(4003),
  LOG_LEVEL: z.enum(['trace', 'debug', 'info', 'warn', 'error', 'fatal', 'silent']).default('info'),
  /** The primary of the database `content`, through a role that can only SELECT. */
  CONTENT_READ_URL: z.url(),
  /** Its replicas, through the same role: `url[,url]`; without any, all is read from the primary. */
  CONTENT_REPLICA_URLS: z
    .literal('')
    .transform((): string[] => [])
    .or(commaList(z.url()))
    .default([]),
  /** What a replica may lag behind. Less than the 10 s for which the content service remembers who has written. */
  CONTENT_REPLICA_LAG_MAX_MS: z.coerce.number().int().min(2000).max(8000).default(5000),
  REDIS_URL: z.url(),
  REDIS_CACHE_URL: z.url(),
  KAFKA_BROKERS: Brokers,
  KAFKA_REPLICATION: z.coerce.number().int().min(1).default(1),
  EVENT_TOPIC: z.string().min(1).default(memberActivityTopic),
  MONGODB_URL: z.url(),
  MEMBER_URL: z.url(),
  PASSPORT_KEYS: PassportKeys,
  PASSPORT_KEYS_MEMBER: PassportKeys,
  /** Sign the addresses of images that are not public, as in the image service. */
  IMAGE_TOKEN_KEYS: PassportKeys,
  /** Above this many followers a post is merged into feeds when they are read. */
  FANOUT_FOLLOWER_MAX: z.coerce.number().int().min(0).default(5000),
});
export type Env = z.output<typeof Env>;

/** Begins the names of what is kept for everybody: empty but where several sites share a Redis. */
export function namespaceOf(env: Pick<Env, 'EVENT_TOPIC'>): string {
  return env.EVENT_TOPIC === memberActivityTopic ? '' : `${env.EVENT_TOPIC}:`;
}
