import * as z from 'zod';

import { Bio, DisplayName, Handle, Language, Me } from './member.ts';
import { isShowable, optionalText } from './text.ts';

/** Trimmed, and lower-cased for comparison by the member service. */
export const Email = z
  .string()
  .max(254)
  .overwrite((value) => value.trim())
  .check(z.email());

/** 8–128 characters as typed: no trimming, no composition rules. */
export const Password = z.string().min(8).max(128);

// An empty optional field of a form means "not given".
const websiteUrl = z.union([
  z.literal('').transform(() => null),
  z
    .url({ protocol: /^https?$/, hostname: z.regexes.domain, error: 'invalid_url' })
    .max(200)
    .refine(isPlainAddress, 'invalid_url'),
]);

/** What a reader sees is where it leads: nothing hidden in it, no name and password before the host. */
function isPlainAddress(value: string): boolean {
  const { username, password } = new URL(value);
  return isShowable(value) && username === '' && password === '';
}

export const SignUpInput = z.strictObject({
  email: Email,
  password: Password,
  handle: Handle,
  displayName: DisplayName,
  bio: Bio.optional(),
  location: optionalText(100).optional(),
  websiteUrl: websiteUrl.nullish(),
  language: Language.optional(),
});
export type SignUpInput = z.infer<typeof SignUpInput>;

export const LogInInput = z.strictObject({
  email: Email,
  password: z.string().min(1).max(128),
});
export type LogInInput = z.infer<typeof LogInInput>;

/** What sign-up, log-in and refresh give back; the refresh token travels only in its cookie. */
export const SessionGrant = z.object({
  member: Me,
  accessToken: z.string(),
  expiresAt: z.iso.datetime(),
});
export type SessionGrant = z.infer<typeof SessionGrant>;

/** Answer of `POST /api/token/refresh`. */
export const TokenGrant = SessionGrant.omit({ member: true });
export type TokenGrant = z.infer<typeof TokenGrant>;
