import { PassportKeys } from '@dailyfeed/auth/passport';
import * as z from 'zod';

const port = z.coerce.number().int().min(0).max(65_535);

export const Env = z.object({
  HOST: z.string().default('127.0.0.1'),
  /** For browsers and apps. */
  PORT: port.default(8080),
  /** For web's server side and other callers inside. */
  PRIVATE_PORT: port.default(8081),
  LOG_LEVEL: z.enum(['trace', 'debug', 'info', 'warn', 'error', 'fatal', 'silent']).default('info'),
  MEMBER_URL: z.url(),
  CONTENT_URL: z.url(),
  TIMELINE_URL: z.url(),
  ACTIVITY_URL: z.url(),
  IMAGE_URL: z.url(),
  SEARCH_URL: z.url(),
  WEB_URL: z.url(),
  /** Keys of passports made out to the gateway, by callers inside. */
  PASSPORT_KEYS: PassportKeys,
  PASSPORT_KEYS_MEMBER: PassportKeys,
  PASSPORT_KEYS_CONTENT: PassportKeys,
  PASSPORT_KEYS_TIMELINE: PassportKeys,
  PASSPORT_KEYS_ACTIVITY: PassportKeys,
  PASSPORT_KEYS_IMAGE: PassportKeys,
  PASSPORT_KEYS_SEARCH: PassportKeys,
  REDIS_URL: z.url(),
  /** Addresses or networks whose forwarding headers are believed: `10.0.0.0/8,192.0.2.1`. */
  TRUSTED_PROXIES: z
    .string()
    .default('')
    .transform((value) => value.split(',').flatMap((entry) => entry.trim() || [])),
});
export type Env = z.output<typeof Env>;
