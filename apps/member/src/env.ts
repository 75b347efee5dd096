import { PassportKeys } from '@dailyfeed/auth/passport';
import { memberActivityTopic } from '@dailyfeed/contract/events';
import { Brokers, commaList, KafkaAcks, MongoUrl } from '@dailyfeed/service-kit/env';
import * as z from 'zod';

import type { Settings } from './deps.ts';
import { providerSettings } from './env-provider.ts';

export const Env = z.object({
  HOST: z.string().default('127.0.0.1'),
  PORT: z.coerce.number().int().min(0).max(65_535).default(4001),
  LOG_LEVEL: z.enum(['trace', 'debug', 'info', 'warn', 'error', 'fatal', 'silent']).default('info'),
  /** Keys of passports made out to this service. */
  PASSPORT_KEYS: PassportKeys,
  MEMBER_DATABASE_URL: z.url(),
  REDIS_URL: z.url(),
  KAFKA_BROKERS: Brokers,
  KAFKA_ACKS: KafkaAcks,
  KAFKA_REPLICATION: z.coerce.number().int().min(1).default(1),
  EVENT_TOPIC: z.string().min(1).default(memberActivityTopic),
  /** Where events that the brokers refuse become dead letters; without it they stay in the outbox. */
  MONGODB_URL: MongoUrl.optional(),
  /** Asked for what they keep of a member, when one takes everything along. */
  CONTENT_URL: z.url(),
  ACTIVITY_URL: z.url(),
  SEARCH_URL: z.url(),
  IMAGE_URL: z.url(),
  PASSPORT_KEYS_CONTENT: PassportKeys,
  PASSPORT_KEYS_ACTIVITY: PassportKeys,
  PASSPORT_KEYS_SEARCH: PassportKeys,
  PASSPORT_KEYS_IMAGE: PassportKeys,
  /** Sign the addresses of images that are not public, as in the image service. */
  IMAGE_TOKEN_KEYS: PassportKeys,
  /** Private signing keys are encrypted with it: base64url of 32 bytes. */
  KEY_ENCRYPTION_KEY: secretOf({ minBytes: 32, maxBytes: 32 }),
  /** One half of what refresh tokens are keyed with; a new one ends all sessions. */
  REFRESH_TOKEN_SECRET: secretOf({ minBytes: 32, maxBytes: 1024 }),
  /** Where our pages live, e.g. `https://dailyfeed.example`; no other page may refresh a session. */
  PUBLIC_ORIGINS: commaList(z.string().refine(isOrigin, 'expected origins')),
  /** Where mails are sent, e.g. `smtps://user:password@mail.example`; without it they become files in `MAIL_DIR`. */
  SMTP_URL: z.url({ protocol: /^smtps?$/ }).optional(),
  MAIL_DIR: z.string().min(1).default('.dailyfeed/mail'),
  /** The sender of mails, e.g. `dailyfeed <hello@dailyfeed.example>`; else made from the first of our origins. */
  MAIL_FROM: z.string().min(3).optional(),
  ...providerSettings,
  /** A MaxMind database (`.mmdb`) of cities or countries, for the places of sessions; without it they have none. */
  GEOIP_DB: z.string().min(1).optional(),
  ACCESS_TOKEN_TTL_SECONDS: z.coerce.number().int().min(1).max(3600).default(900),
  FOLLOWING_MAX: z.coerce.number().int().min(1).max(1000).default(1000),
});
export type Env = z.output<typeof Env>;

/** Settings of the commands that a scheduler runs, by command: what its manifest in `k8s/jobs/` gives it, no more. */
export const JobEnvs = {
  'rotate-keys': Env.pick({
    LOG_LEVEL: true,
    MEMBER_DATABASE_URL: true,
    REDIS_URL: true,
    KEY_ENCRYPTION_KEY: true,
    ACCESS_TOKEN_TTL_SECONDS: true,
  }),
  'token-cleanup': Env.pick({ LOG_LEVEL: true, MEMBER_DATABASE_URL: true }),
  'erase-deleted': Env.pick({ LOG_LEVEL: true, MEMBER_DATABASE_URL: true, REDIS_URL: true }),
};

export function toSettings(env: Env): Settings {
  return {
    accessTokenTtlSeconds: env.ACCESS_TOKEN_TTL_SECONDS,
    followingMax: env.FOLLOWING_MAX,
    refreshTokenSecret: env.REFRESH_TOKEN_SECRET,
    keyEncryptionKey: env.KEY_ENCRYPTION_KEY,
    publicOrigin: env.PUBLIC_ORIGINS[0] ?? '',
  };
}

function secretOf(size: { minBytes: number; maxBytes: number }) {
  return z
    .string()
    .regex(/^[\w-]+=*$/, 'expected base64url')
    .transform((value) => Buffer.from(value, 'base64url'))
    .refine(
      (bytes) => bytes.length >= size.minBytes && bytes.length <= size.maxBytes,
      `expected base64url of ${size.minBytes} bytes`,
    );
}

function isOrigin(value: string): boolean {
  return URL.canParse(value) && new URL(value).origin === value;
}
