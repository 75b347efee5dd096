import { PassportKeys } from '@dailyfeed/auth/passport';
import { memberActivityTopic } from '@dailyfeed/contract/events';
import { Brokers, MongoUrl } from '@dailyfeed/service-kit/env';
import * as z from 'zod';

import { StoreUrl } from './store-address.ts';

/** A manifest may leave it empty. */
const orNone = <T extends z.ZodType>(value: T) =>
  z.union([value, z.literal('').transform(() => undefined)]).optional();

export const Env = z.object({
  HOST: z.string().default('127.0.0.1'),
  PORT: z.coerce.number().int().min(0).max(65_535).default(4005),
  LOG_LEVEL: z.enum(['trace', 'debug', 'info', 'warn', 'error', 'fatal', 'silent']).default('info'),
  /** Keys of passports made out to this service. */
  PASSPORT_KEYS: PassportKeys,
  PASSPORT_KEYS_MEMBER: PassportKeys,
  PASSPORT_KEYS_CONTENT: PassportKeys,
  MEMBER_URL: z.url(),
  CONTENT_URL: z.url(),
  IMAGE_DATABASE_URL: z.url(),
  /** Signs and verifies the addresses of what is not public; the services that show images have the same. */
  IMAGE_TOKEN_KEYS: PassportKeys,
  /** Where the bytes are: `file:///…` or `s3://bucket…`. */
  IMAGE_STORE_URL: StoreUrl,
  /** Of the bucket; without them those of the machine count, as the SDK finds them. */
  S3_ACCESS_KEY_ID: orNone(z.string().min(1)),
  S3_SECRET_ACCESS_KEY: orNone(z.string().min(1)),
  /** Where uploads wait until they are whole; by default one folder below the system's for all processes of a user. */
  UPLOAD_DIR: z.string().min(1).optional(),
  /** Gets a `PURGE` for each address that is not to be served any longer; none by default. */
  CDN_PURGE_URL: orNone(z.url()),
  REDIS_URL: z.url(),
  KAFKA_BROKERS: Brokers,
  KAFKA_REPLICATION: z.coerce.number().int().min(1).default(1),
  EVENT_TOPIC: z.string().min(1).default(memberActivityTopic),
  /** Where events that nobody takes become dead letters; without it no event is consumed. */
  MONGODB_URL: MongoUrl.optional(),
  /** Of one member, as they were uploaded. */
  QUOTA_BYTES: z.coerce
    .number()
    .int()
    .min(1)
    .default(1024 ** 3),
  /** Images that are converted at once, and how many uploads may wait for it. */
  CONVERSIONS: z.coerce.number().int().min(1).default(2),
  CONVERSION_QUEUE: z.coerce.number().int().min(0).default(100),
  /** An upload ends when nothing came for so long, or when it took so long. */
  UPLOAD_SILENCE_MS: z.coerce.number().int().min(1).default(15_000),
  UPLOAD_MS: z.coerce.number().int().min(1).default(240_000),
});
export type Env = z.output<typeof Env>;

/** Settings of the commands that a scheduler runs, by command: what its manifest in `k8s/jobs/` gives it, no more. */
export const JobEnvs = {
  'sweep-images': Env.pick({
    LOG_LEVEL: true,
    IMAGE_DATABASE_URL: true,
    IMAGE_STORE_URL: true,
    S3_ACCESS_KEY_ID: true,
    S3_SECRET_ACCESS_KEY: true,
    CDN_PURGE_URL: true,
    MEMBER_URL: true,
    CONTENT_URL: true,
    PASSPORT_KEYS_MEMBER: true,
    PASSPORT_KEYS_CONTENT: true,
  }),
};
