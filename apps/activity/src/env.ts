import { PassportKeys } from '@dailyfeed/auth/passport';
import { memberActivityTopic } from '@dailyfeed/contract/events';
import { Brokers } from '@dailyfeed/service-kit/env';
import * as z from 'zod';

export const Env = z.object({
  HOST: z.string().default('127.0.0.1'),
  PORT: z.coerce.number().int().min(0).max(65_535).default(4004),
  LOG_LEVEL: z.enum(['trace', 'debug', 'info', 'warn', 'error', 'fatal', 'silent']).default('info'),
  /** Keys of passports made out to this service. */
  PASSPORT_KEYS: PassportKeys,
  PASSPORT_KEYS_MEMBER: PassportKeys,
  MEMBER_URL: z.url(),
  /** Database `activity` unless it names one. */
  MONGODB_URL: z.string().regex(/^mongodb(?:\+srv)?:\/\//),
  REDIS_URL: z.url(),
  KAFKA_BROKERS: Brokers,
  KAFKA_REPLICATION: z.coerce.number().int().min(1).default(1),
  EVENT_TOPIC: z.string().min(1).default(memberActivityTopic),
});
export type Env = z.output<typeof Env>;
