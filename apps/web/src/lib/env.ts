import 'server-only';
import { PassportKeys } from '@dailyfeed/auth/passport';
import { parseEnv } from '@dailyfeed/service-kit/env';
import { cache } from 'react';
import * as z from 'zod';

export const Env = z.object({
  GATEWAY_PRIVATE_URL: z.url(),
  PASSPORT_KEYS_GATEWAY: PassportKeys,
  /** Where readers reach the site; absolute addresses (Open Graph) start with it. */
  PUBLIC_ORIGIN: z.url(),
  /** A CDN in front of `/api/image`, for images that everybody may see; none by default. */
  PUBLIC_IMAGE_URL: z
    .url()
    .transform((value) => new URL(value).origin)
    .optional(),
});
export type Env = z.output<typeof Env>;

/** Settings of the server side. Read per request, since a build has none. */
export const getEnv = cache((): Env => {
  // Next owns the composition root, so settings enter here.
  return parseEnv(Env, process.env);
});
